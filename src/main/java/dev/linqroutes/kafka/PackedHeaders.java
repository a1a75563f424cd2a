package dev.linqroutes.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Packs the headers of a record into one text, so that its dead letter has the same headers: same order, duplicate names,
 * arbitrary bytes, or no value.
 */
final class PackedHeaders {
    /**
     * Prefix of the headers that describe why a record was refused. They are not packed: a record that has some was itself a
     * dead letter, and they describe the earlier refusal.
     */
    private static final String ERROR_PREFIX = "linq-error-";

    private static final String OMITTED_COUNT = ERROR_PREFIX + "headers-left-out";

    /** More than half of the default maximum record size. As Base64 it fits into a text column of H2 (1,048,576). */
    private static final int MAX_BYTES = 700_000;

    /** Written instead of a length. */
    private static final int NO_VALUE = -1;

    private PackedHeaders() {}

    /** Returns the packed headers; empty if there are none. Headers beyond the limit are omitted and counted. */
    static Optional<String> pack(Headers headers) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        int omitted = 0;
        for (Header each : headers) {
            if (each.key().startsWith(ERROR_PREFIX)) {
                continue;
            }
            byte[] header = packed(each.key(), each.value());
            if (omitted > 0 || packed.size() + header.length > MAX_BYTES) {
                omitted++;
            } else {
                packed.writeBytes(header);
            }
        }
        if (omitted > 0) {
            packed.writeBytes(packed(OMITTED_COUNT, utf8(Integer.toString(omitted))));
        }
        return Optional.of(packed.toByteArray())
                .filter(bytes -> bytes.length > 0)
                .map(Base64.getEncoder()::encodeToString);
    }

    /** @param value null if the header has none, as in Kafka */
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

    /** Adds packed headers to the headers of a record. */
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

    /** Approximate packed size in bytes: names are mostly ASCII. */
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
