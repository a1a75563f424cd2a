package dev.linqroutes.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a record as one text, so that its dead letter has them as they were: in their order, several of one name, with
 * whatever bytes, or none.
 */
final class PackedHeaders {
    /** Of those that say why a record was refused. One that comes with some was a dead letter itself, and they are about that. */
    private static final String ERROR_PREFIX = "linq-error-";

    private static final String LEFT_OUT = ERROR_PREFIX + "headers-left-out";

    /** More than half of the largest record by default; as Base64 it fits into a text column of H2 (1,048,576). */
    private static final int MAX_BYTES = 700_000;

    /** In the place of a length. */
    private static final int NO_VALUE = -1;

    private PackedHeaders() {}

    /** Empty where there are none. Of more than any producer has the first ones, and how many are left out. */
    static Optional<String> pack(Headers headers) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        int leftOut = 0;
        for (Header each : headers) {
            if (each.key().startsWith(ERROR_PREFIX)) {
                continue;
            }
            byte[] one = packed(each.key(), each.value());
            if (leftOut > 0 || packed.size() + one.length > MAX_BYTES) {
                leftOut++;
            } else {
                packed.writeBytes(one);
            }
        }
        if (leftOut > 0) {
            packed.writeBytes(packed(LEFT_OUT, utf8(Integer.toString(leftOut))));
        }
        return Optional.of(packed.toByteArray())
                .filter(bytes -> bytes.length > 0)
                .map(Base64.getEncoder()::encodeToString);
    }

    /** @param value null where the header has none, as Kafka gives it */
    private static byte[] packed(String name, byte[] value) {
        byte[] nameBytes = utf8(name);
        byte[] valueBytes = value == null ? new byte[0] : value;
        return ByteBuffer.allocate(2 * Integer.BYTES + nameBytes.length + valueBytes.length)
                .putInt(nameBytes.length)
                .put(nameBytes)
                .putInt(value == null ? NO_VALUE : value.length)
                .put(valueBytes)
                .array();
    }

    /** Adds what was packed. */
    static void unpack(byte[] packed, Headers headers) {
        ByteBuffer rest = ByteBuffer.wrap(Base64.getDecoder().decode(packed));
        while (rest.hasRemaining()) {
            String name = new String(bytes(rest, rest.getInt()), StandardCharsets.UTF_8);
            int length = rest.getInt();
            headers.add(name, length == NO_VALUE ? null : bytes(rest, length));
        }
    }

    private static byte[] bytes(ByteBuffer rest, int length) {
        byte[] bytes = new byte[length];
        rest.get(bytes);
        return bytes;
    }

    /** As many bytes as they take packed, about: names are mostly ASCII. */
    static long packedSize(Headers headers) {
        long size = 0;
        for (Header each : headers) {
            size += 2 * Integer.BYTES + each.key().length() + (each.value() == null ? 0 : each.value().length);
        }
        return size;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
