package dev.linqroutes.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/** Refuses a request, without effect, with the error envelope of reference 1.5. */
public final class ApiError extends RuntimeException {
    private final int status;
    private final int code;
    private final transient OptionalLong retryAfter;

    public ApiError(int status, int code, String message) {
        this(status, code, message, OptionalLong.empty());
    }

    private ApiError(int status, int code, String message, OptionalLong retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public static ApiError missingField(String field) {
        return new ApiError(400, 1001, "Field '" + field + "' is required");
    }

    static ApiError malformed(String problem) {
        return new ApiError(400, 1003, problem);
    }

    public static ApiError invalidContent(String problem) {
        return new ApiError(400, 1004, problem);
    }

    public static ApiError invalidValue(String problem) {
        return new ApiError(400, 1005, problem);
    }

    /** The state of the chat forbids the request. Linq rarely documents the code; 2015 is the general one. */
    public static ApiError conflict(String problem) {
        return new ApiError(409, 2015, problem);
    }

    public static ApiError rateLimited(long seconds) {
        return new ApiError(429, 1007, "Rate limited. Try again in " + seconds + " seconds.", OptionalLong.of(seconds));
    }

    public int status() {
        return status;
    }

    public int code() {
        return code;
    }

    public OptionalLong retryAfter() {
        return retryAfter;
    }

    public ObjectNode envelope(String traceId) {
        ObjectNode envelope = JsonTrees.object().put("success", false);
        ObjectNode error = envelope.putObject("error")
                .put("status", status)
                .put("code", code)
                .put("message", getMessage());
        retryAfter.ifPresent(seconds -> error.put("retry_after", seconds));
        error.put("doc_url", "https://docs.linqapp.com/error/codes/" + code / 1000 + "xxx/" + code + "/");
        return envelope.put("trace_id", traceId);
    }
}
