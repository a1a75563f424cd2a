package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import java.util.List;
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

    /** Fields of its body that Linq does not have, by their paths; of calls that had their effect only, also when a fault hid it. */
    public List<String> unknownFields() {
        return node().path("unknown_fields").valueStream().map(JsonNode::asText).toList();
    }

    /** Whatever its upper and lower case; secrets are hidden. */
    public Optional<String> header(String name) {
        return node().path("headers")
                .propertyStream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().asText())
                .findFirst();
    }

    boolean hasKnownKey() {
        return node().path("key_known").asBoolean(true);
    }

    /** Whether there is something at its path that takes its method. */
    boolean hasEndpoint() {
        return !isRefused() || status().orElse(0) != 405 && (status().orElse(0) != 404 || errorCode() != 1005);
    }

    /** Without its body. */
    String summary() {
        return describe(method() + " " + path());
    }

    @Override
    public String toString() {
        return describe(method() + " " + path() + (body().isEmpty() ? "" : " " + body()));
    }

    private String describe(String sent) {
        String status = status().isPresent() ? Integer.toString(status().getAsInt()) : "no answer";
        String error = errorCode() == 0
                ? ""
                : " " + errorCode() + " " + node().at("/answer/error/message").asText();
        return sent + " -> " + status + error
                + fault().map(name -> " (fault " + name + ")").orElse("")
                + (unknownFields().isEmpty() ? "" : " (unknown fields " + String.join(", ", unknownFields()) + ")");
    }
}
