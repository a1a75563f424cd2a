package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The validated content of a message (reference 3.1 and 3.2).
 *
 * @param parts as in Linq's responses (reference 3.4), without reactions; immutable
 */
public record MessageContent(
        ArrayNode parts,
        Optional<JsonNode> effect,
        Optional<JsonNode> replyTo,
        Optional<String> preferredService,
        Optional<String> idempotencyKey) {

    /** Without parts, as polls have it. */
    public static MessageContent ofPoll(Optional<String> idempotencyKey) {
        return new MessageContent(
                JsonNodeFactory.instance.arrayNode(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                idempotencyKey);
    }

    /** The same parts under this key, with this preference. */
    public MessageContent with(Optional<String> newService, Optional<String> newKey) {
        return new MessageContent(parts, effect, replyTo, newService, newKey);
    }

    /** An edit has only a text: decorations and the mention of the old one do not fit it any more. */
    MessageContent withText(int part, String text) {
        ArrayNode edited = parts.deepCopy();
        ((ObjectNode) edited.get(part)).removeAll().put("type", "text").put("value", text);
        return new MessageContent(edited, effect, replyTo, preferredService, idempotencyKey);
    }

    /** Approximate bytes of memory. */
    long weight() {
        return Weights.OBJECT
                + Weights.of(parts)
                + effect.map(Weights::of).orElse(0L)
                + replyTo.map(Weights::of).orElse(0L);
    }

    public boolean isText(int part) {
        return "text".equals(parts.path(part).path("type").textValue());
    }

    public boolean hasPart(String type) {
        return StreamSupport.stream(parts.spliterator(), false)
                .anyMatch(part -> type.equals(part.path("type").textValue()));
    }

    /** Whether no other service carries it (reference 3.1 and 3.2). */
    public boolean needsIMessage() {
        return hasPart("imessage_app") || hasPart("app_clip") || hasPart("experience");
    }

    /** Whether it has a link part or a link in a text. */
    public boolean hasLink() {
        return hasPart("link") || texts().stream().anyMatch(LinkDetector::hasLink);
    }

    List<String> texts() {
        return values("text", "value");
    }

    public List<String> mentions() {
        return values("text", "mention");
    }

    private List<String> values(String type, String field) {
        return StreamSupport.stream(parts.spliterator(), false)
                .filter(part -> type.equals(part.path("type").textValue()))
                .map(part -> JsonTrees.text(part, field))
                .flatMap(Optional::stream)
                .toList();
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object();
        json.set("parts", parts);
        json.set("effect", JsonTrees.orNull(effect));
        json.set("reply_to", JsonTrees.orNull(replyTo));
        json.set("preferred_service", JsonTrees.textOrNull(preferredService));
        json.set("idempotency_key", JsonTrees.textOrNull(idempotencyKey));
        return json;
    }

    static MessageContent read(JsonNode json) {
        return new MessageContent(
                (ArrayNode) json.required("parts"),
                JsonTrees.field(json, "effect"),
                JsonTrees.field(json, "reply_to"),
                JsonTrees.text(json, "preferred_service"),
                JsonTrees.text(json, "idempotency_key"));
    }
}
