package dev.linqroutes.kafka;

import dev.linqroutes.ledger.Outbox.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeException;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns rows of the outbox into messages for camel-kafka. */
public final class OutgoingRecords {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingRecords.class);
    private static final String TOO_LARGE =
            "; it is tried again, and what stands behind it for this topic waits: raise max.message.bytes of the topic";
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

    /**
     * Logs why the outbox waits and, where it is known, at which row.
     *
     * @param sent what was sent and not acknowledged; null when the outbox could not be read
     */
    public void tellWhyTheyWait(@Variable("sent") List<Outgoing> sent, @ExchangeException Exception reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (sent == null || sent.size() != 1) {
            LOG.warn("outbox waits: {}", root.getMessage());
            return;
        }
        Outgoing first = sent.get(0);
        LOG.warn(
                "outbox waits at row {}: topic {} does not take its {} bytes: {}{}",
                first.outboxId(),
                first.topic(),
                first.value().length,
                root.getMessage(),
                root instanceof RecordTooLargeException ? TOO_LARGE : "");
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
