package dev.linqroutes.app;

import dev.linqroutes.files.check.RowChecker.RowPreparation;
import dev.linqroutes.ledger.model.IntakeDecision;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Plans rows of files by the route that plans all commands, for those who only look at the result. */
public final class RowPreparations {
    private RowPreparations() {}

    /** @param context in which the route prepare runs when rows are prepared */
    @SuppressWarnings("unchecked")
    public static RowPreparation byRoute(CamelContext context) {
        ProducerTemplate producer = context.createProducerTemplate();
        return rows -> (List<IntakeDecision>) producer.requestBody("direct:prepare", rows);
    }
}
