package dev.linqroutes.command.diagnosis;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** Recognizes the header that serializers of schema registries put before a value to identify its schema. */
final class SchemaRegistryFraming {
    /** Magic byte and a 4-byte id: Confluent, Karapace and, by default, Apicurio 3. */
    private static final int INT_ID = 5;

    /** Magic byte and an 8-byte id: Apicurio before version 3. */
    private static final int LONG_ID = 9;

    /** Four zeros and 32 hexadecimal digits. */
    private static final int AZURE = 36;

    /** Version, compression, and a UUID. */
    private static final int GLUE = 18;

    /** Registries number schemas from one, and no known registry has more. Limits confusion with other binary formats. */
    private static final int LARGEST_ID = 0xFFFFFF;

    private SchemaRegistryFraming() {}

    /**
     * @param json index at which JSON starts, if there is any
     * @return a description of the header; empty if there is none
     */
    static Optional<String> describe(byte[] value, OptionalInt json) {
        if (value.length > GLUE && value[0] == 3 && (value[1] == 0 || value[1] == 5) && isPossible(GLUE, json)) {
            return Optional.of("begins with the 18 bytes of AWS Glue's schema registry" + describePayload(value, GLUE));
        }
        if (value.length <= INT_ID || value[0] != 0) {
            return Optional.empty();
        }
        if (isAzure(value) && isPossible(AZURE, json)) {
            return Optional.of("begins with the 36 bytes of Azure's schema registry" + describePayload(value, AZURE));
        }
        long longId = value.length > LONG_ID ? ByteBuffer.wrap(value).getLong(1) : 0;
        if (isId(longId) && isPossible(LONG_ID, json)) {
            return Optional.of("begins with the nine bytes of a schema registry such as Apicurio (magic byte 0, schema "
                    + longId + ")" + describePayload(value, LONG_ID));
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        return isId(id) && isPossible(INT_ID, json)
                ? Optional.of("begins with the five bytes of a schema registry (magic byte 0, schema " + id + ")"
                        + describePayload(value, INT_ID))
                : Optional.empty();
    }

    private static boolean isId(long id) {
        return id > 0 && id <= LARGEST_ID;
    }

    /** JSON that starts inside the header was framed by something else. */
    private static boolean isPossible(int framing, OptionalInt json) {
        return json.isEmpty() || json.getAsInt() >= framing;
    }

    private static boolean isAzure(byte[] value) {
        if (value.length <= AZURE || ByteBuffer.wrap(value).getInt() != 0) {
            return false;
        }
        for (int i = 4; i < AZURE; i++) {
            if (Character.digit(value[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Serializers of JSON Schema write JSON after the header. */
    private static String describePayload(byte[] value, int framing) {
        int at = framing;
        while (at < value.length && Character.isWhitespace(value[at])) {
            at++;
        }
        boolean isJson = at < value.length && (value[at] == '{' || value[at] == '[');
        return isJson ? "" : ", followed by Avro or Protobuf";
    }
}
