package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a message says, once it is known to follow reference 3.1 and 3.2.
 *
 * @param parts as Linq answers them (reference 3.4), without reactions; never changed after reading
 */
record Content(
        ArrayNode parts,
        Optional<JsonNode> effect,
        Optional<JsonNode> replyTo,
        Optional<String> preferredService,
        Optional<String> idempotencyKey) {

    Content withText(int part, String text) {
        ArrayNode edited = parts.deepCopy();
        ((ObjectNode) edited.get(part)).put("value", text);
        return new Content(edited, effect, replyTo, preferredService, idempotencyKey);
    }

    boolean hasPart(String type) {
        return StreamSupport.stream(parts.spliterator(), false)
                .anyMatch(part -> type.equals(part.path("type").textValue()));
    }

    /** A link part, or something in a text that reads as one. */
    boolean hasLink() {
        return hasPart("link") || texts().stream().anyMatch(Links::isIn);
    }

    List<String> texts() {
        return values("text", "value");
    }

    List<String> mentions() {
        return values("text", "mention");
    }

    private List<String> values(String type, String field) {
        return StreamSupport.stream(parts.spliterator(), false)
                .filter(part -> type.equals(part.path("type").textValue()))
                .map(part -> Json.text(part, field))
                .flatMap(Optional::stream)
                .toList();
    }

    JsonNode json() {
        ObjectNode json = Json.object();
        json.set("parts", parts);
        json.set("effect", Json.orNull(effect));
        json.set("reply_to", Json.orNull(replyTo));
        json.set("preferred_service", Json.textOrNull(preferredService));
        json.set("idempotency_key", Json.textOrNull(idempotencyKey));
        return json;
    }

    static Content read(JsonNode json) {
        return new Content(
                (ArrayNode) json.required("parts"),
                Json.field(json, "effect"),
                Json.field(json, "reply_to"),
                Json.text(json, "preferred_service"),
                Json.text(json, "idempotency_key"));
    }
}
