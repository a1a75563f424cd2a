package dev.linqroutes.sandbox.content;

import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import java.util.Optional;

/** Reads the idempotency key of a message or a poll (reference 1.3). The length is documented for messages; here it holds for all. */
public final class IdempotencyKeyReader {
    private static final int MAX_LENGTH = 255;

    private IdempotencyKeyReader() {}

    public static Optional<String> of(JsonFields sent) {
        Optional<String> key = sent.optionalText("idempotency_key");
        key.ifPresent(text -> require(text, "'" + sent.pathOf("idempotency_key") + "'"));
        return key;
    }

    /** @throws ApiError 400/1005 */
    public static void require(String key, String where) {
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw ApiError.invalidValue(where + " must have 1 to " + MAX_LENGTH + " characters");
        }
    }
}
