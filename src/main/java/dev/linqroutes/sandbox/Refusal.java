package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/** A call that is answered with the error envelope of reference 1.5, and has no effect. */
final class Refusal extends RuntimeException {
    private final int status;
    private final int code;
    private final transient OptionalLong retryAfter;

    Refusal(int status, int code, String message) {
        this(status, code, message, OptionalLong.empty());
    }

    private Refusal(int status, int code, String message, OptionalLong retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    static Refusal missing(String field) {
        return new Refusal(400, 1001, "Field '" + field + "' is required");
    }

    static Refusal shape(String problem) {
        return new Refusal(400, 1003, problem);
    }

    static Refusal content(String problem) {
        return new Refusal(400, 1004, problem);
    }

    static Refusal value(String problem) {
        return new Refusal(400, 1005, problem);
    }

    /** The state of the chat forbids it; which code Linq uses is rarely documented, 2015 is the general one. */
    static Refusal state(String problem) {
        return new Refusal(409, 2015, problem);
    }

    static Refusal tooMany(long seconds) {
        return new Refusal(429, 1007, "Rate limited. Try again in " + seconds + " seconds.", OptionalLong.of(seconds));
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    OptionalLong retryAfter() {
        return retryAfter;
    }

    ObjectNode envelope(String traceId) {
        ObjectNode envelope = Json.object().put("success", false);
        ObjectNode error = envelope.putObject("error")
                .put("status", status)
                .put("code", code)
                .put("message", getMessage());
        retryAfter.ifPresent(seconds -> error.put("retry_after", seconds));
        error.put("doc_url", "https://docs.linqapp.com/error/codes/" + code / 1000 + "xxx/" + code + "/");
        return envelope.put("trace_id", traceId);
    }
}
