package dev.linqroutes.kafka;

import dev.linqroutes.ledger.outbox.Outbox;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends bytes unchanged, and a dead letter with the original headers of its record. Camel headers cannot represent duplicate
 * names or headers without a value, and some names control Camel components.
 */
public final class OutboxSerializer extends ByteArraySerializer {
    @Override
    public byte[] serialize(String topic, Headers headers, byte[] value) {
        Header received = headers.lastHeader(Outbox.RECEIVED_HEADERS);
        if (received != null) {
            headers.remove(Outbox.RECEIVED_HEADERS);
            PackedHeaders.unpack(received.value(), headers);
        }
        return serialize(topic, value);
    }
}
