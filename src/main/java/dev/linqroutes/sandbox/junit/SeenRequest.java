package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call of Linq's API that the sandbox received, and its answer.
 *
 * @param json as {@code GET /sandbox/requests} returns it
 */
public record SeenRequest(JsonNode json) {
    public String method() {
        return json.path("method").asText();
    }

    /** Behind the base URL, such as {@code /chats}. */
    public String path() {
        return json.path("path").asText().replaceFirst("^" + SandboxOptions.BASE_PATH, "");
    }

    /** JSON, or text that is none. */
    public JsonNode body() {
        return json.path("body");
    }

    /** JSON, or text that is none. */
    public JsonNode answer() {
        return json.path("answer");
    }

    /** Empty when an injected fault closed the connection instead. */
    public OptionalInt status() {
        return json.path("status").isInt() ? OptionalInt.of(json.path("status").intValue()) : OptionalInt.empty();
    }

    /** Linq's code of the error in the answer; 0 without an error. */
    public int errorCode() {
        return answer().at("/error/code").asInt(0);
    }

    /** Name of the injected fault that it met. */
    public Optional<String> fault() {
        return Optional.ofNullable(json.path("fault").textValue());
    }

    /** Whether the sandbox refused it for what it is: not because of an injected fault. */
    public boolean isRefused() {
        return status().orElse(0) / 100 == 4 && fault().isEmpty();
    }

    @Override
    public String toString() {
        String sent = method() + " " + path() + (body().isEmpty() && !body().isValueNode() ? "" : " " + body());
        String status = status().isPresent() ? Integer.toString(status().getAsInt()) : "no answer";
        return sent + " -> " + status
                + (errorCode() == 0
                        ? ""
                        : " " + errorCode() + " "
                                + answer().at("/error/message").asText());
    }
}
