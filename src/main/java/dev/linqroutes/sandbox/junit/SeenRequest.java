package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import java.util.Optional;
import java.util.OptionalInt;

/** A call of Linq's API that the sandbox received, and its answer; {@link #json()} is as {@code GET /sandbox/requests} returns it. */
public final class SeenRequest extends SeenJson {
    SeenRequest(JsonNode json) {
        super(json);
    }

    public String method() {
        return node().path("method").asText();
    }

    /** Behind the base URL, such as {@code /chats}. */
    public String path() {
        return node().path("path").asText().replaceFirst("^" + SandboxOptions.BASE_PATH, "");
    }

    /** JSON, or text that is none; empty without one. */
    public String body() {
        return text(node().path("body"));
    }

    /** JSON, or text that is none; empty without one. */
    public String answer() {
        return text(node().path("answer"));
    }

    /** Empty when an injected fault closed the connection instead. */
    public OptionalInt status() {
        return node().path("status").isInt()
                ? OptionalInt.of(node().path("status").intValue())
                : OptionalInt.empty();
    }

    /** Linq's code of the error in the answer; 0 without an error. */
    public int errorCode() {
        return node().at("/answer/error/code").asInt(0);
    }

    /** Name of the injected fault that it met. */
    public Optional<String> fault() {
        return Optional.ofNullable(node().path("fault").textValue());
    }

    /** Whether the sandbox refused it for what it is: not because of an injected fault. */
    public boolean isRefused() {
        return status().orElse(0) / 100 == 4 && fault().isEmpty();
    }

    @Override
    public String toString() {
        String sent = method() + " " + path() + (body().isEmpty() ? "" : " " + body());
        String status = status().isPresent() ? Integer.toString(status().getAsInt()) : "no answer";
        return sent + " -> " + status
                + (errorCode() == 0
                        ? ""
                        : " " + errorCode() + " "
                                + node().at("/answer/error/message").asText());
    }
}
