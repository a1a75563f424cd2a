package dev.linqroutes.kafka;

import dev.linqroutes.ledger.outbox.Outbox;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends bytes as they are, and a dead letter with the headers that its record came with: Camel's can hold neither two of one name
 * nor one without a value, and those of some names steer its components.
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
