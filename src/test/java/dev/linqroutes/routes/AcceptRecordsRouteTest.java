package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.kafka.TopicIds;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.trace.CommandTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** Of a record that is accepted alone: what is noted before, and when the note ends. */
class AcceptRecordsRouteTest extends RouteRig {
    private final List<String> done = new ArrayList<>();

    /** Public, for Camel to call it. */
    public final class Notes {
        public String startAttempt(@Body String records) {
            done.add("begin");
            return records;
        }

        public void finishAttempt(String chunk, String records) {
            done.add("end " + chunk + " " + records);
        }
    }

    AcceptRecordsRouteTest() {
        super("commands-from-kafka");
        replaceRouteFromWith("commands-from-kafka", "direct:commands-from-kafka");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("poisonPillDetector", new Notes());
        registry.bind("commandRecords", new CommandRecords(new TopicIds(Properties::new), 1, CommandTracer.OFF));
    }

    @Test
    void a_record_that_could_not_be_accepted_killed_nobody() throws Exception {
        acceptBy(exchange -> {
            throw new LedgerFault("cannot accept", null);
        });

        Exchange exchange = template.request("direct:accept-records", this::record);

        assertThat(exchange.getException()).isInstanceOf(LedgerFault.class);
        assertThat(done).containsExactly("begin", "end chunk record");
    }

    @Test
    void a_note_ends_when_its_record_is_in_the_ledger() throws Exception {
        acceptBy(exchange -> done.add("accept"));

        template.request("direct:accept-records", this::record);

        assertThat(done).containsExactly("begin", "accept", "end chunk record");
    }

    private void record(Exchange exchange) {
        exchange.setVariable("chunk", "chunk");
        exchange.getMessage().setBody("record");
    }

    private void acceptBy(Processor ledger) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:accept").errorHandler(noErrorHandler()).process(ledger);
            }
        });
    }
}
