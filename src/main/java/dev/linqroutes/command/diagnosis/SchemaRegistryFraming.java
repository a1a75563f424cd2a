package dev.linqroutes.command.diagnosis;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** The bytes that the serializers of schema registries put before a value, so that a consumer finds its schema. */
final class SchemaRegistryFraming {
    /** Magic byte and id. Confluent's ids are an int, and so are those of Karapace and, by default, of Apicurio 3. */
    private static final int INT_ID = 5;

    /** Apicurio's were a long before. */
    private static final int LONG_ID = 9;

    /** Four zeros and 32 hexadecimal digits. */
    private static final int AZURE = 36;

    /** Version, compression, and a UUID. */
    private static final int GLUE = 18;

    /** Registries count from one; one with more schemas than that is not known, but other binary forms look like one. */
    private static final int LARGEST_ID = 0xFFFFFF;

    private SchemaRegistryFraming() {}

    /**
     * @param json where JSON begins, if it does
     * @return what stands before the value; empty where nothing of the kind does
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

    /** JSON that begins in the midst of them is no text of an Avro record, but what is framed by something else. */
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

    /** JSON Schema serializers write JSON there. */
    private static String describePayload(byte[] value, int framing) {
        int at = framing;
        while (at < value.length && Character.isWhitespace(value[at])) {
            at++;
        }
        boolean isJson = at < value.length && (value[at] == '{' || value[at] == '[');
        return isJson ? "" : ", with Avro or Protobuf behind them";
    }
}
