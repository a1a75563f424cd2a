package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.SecretMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A body as the log keeps it. Parsed only when somebody looks at it.
 *
 * @param bytes at most {@link #MAX_BYTES}
 * @param length of the complete body
 */
record LoggedBody(byte[] bytes, int length) {
    static final int MAX_BYTES = 16 * 1024;
    static final LoggedBody EMPTY = new LoggedBody(new byte[0], 0);

    static LoggedBody of(byte[] body) {
        return body.length <= MAX_BYTES
                ? new LoggedBody(body, body.length)
                : new LoggedBody(Arrays.copyOf(body, endOfCharacter(body)), body.length);
    }

    /** UTF-8 continues a character with bytes of the form 10xxxxxx. */
    private static int endOfCharacter(byte[] body) {
        int end = MAX_BYTES;
        while (end > MAX_BYTES - 4 && (body[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    boolean isCut() {
        return bytes.length < length;
    }

    /** The bytes; of a body with secrets, others that show as {@link SecretMask#HIDDEN} what {@link #view} does. */
    byte[] withoutSecrets() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String masked;
        try {
            JsonNode json = JsonTrees.readShallow(bytes);
            JsonNode shown = SecretMask.json(json.deepCopy());
            masked = shown.equals(json) ? text : shown.toString();
        } catch (IOException e) {
            masked = SecretMask.text(text);
        }
        return masked.equals(text) ? bytes : masked.getBytes(StandardCharsets.UTF_8);
    }

    boolean hasSecrets() {
        return !Arrays.equals(bytes, withoutSecrets());
    }

    /** JSON, otherwise the text, also of JSON that is deeply nested; null if empty. Without secrets. */
    JsonNode view() {
        if (length == 0) {
            return NullNode.getInstance();
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (isCut()) {
            return JsonNodeFactory.instance.textNode(SecretMask.text(text) + "… (cut, " + length + " bytes)");
        }
        try {
            return SecretMask.json(JsonTrees.readShallow(bytes));
        } catch (IOException e) {
            return JsonNodeFactory.instance.textNode(SecretMask.text(text));
        }
    }
}
