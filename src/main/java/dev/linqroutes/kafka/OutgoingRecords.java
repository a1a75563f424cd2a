package dev.linqroutes.kafka;

import dev.linqroutes.ledger.Outbox.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;

/** Turns rows of the outbox into messages for camel-kafka. */
public final class OutgoingRecords {
    private static final Pattern OTHERS = Pattern.compile("(?!ce_|linq-|content-type$).*");

    private final CamelContext context;

    public OutgoingRecords(CamelContext context) {
        this.context = context;
    }

    /** Lets the headers of the outbox through to Kafka and nothing that Camel put beside them. */
    public static HeaderFilterStrategy onlyOwnHeaders() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setOutFilterPattern(OTHERS);
        strategy.setLowerCase(true);
        return strategy;
    }

    /** One message a row, each with its own topic, key and headers; everything is bytes, so that nothing is converted. */
    public List<Message> messages(List<Outgoing> batch) {
        return batch.stream().map(this::message).toList();
    }

    private Message message(Outgoing outgoing) {
        Message message = new DefaultMessage(context);
        message.setBody(outgoing.value());
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, outgoing.topic());
        outgoing.key().ifPresent(key -> message.setHeader(KafkaConstants.KEY, key));
        outgoing.headers().forEach((name, value) -> message.setHeader(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }
}
