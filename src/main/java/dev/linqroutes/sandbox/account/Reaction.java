package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A reaction to one part of a message (reference 2.11 and 0.10).
 *
 * @param handle whose reaction it is
 * @param type such as {@code love}, {@code custom} or {@code sticker}
 * @param customEmoji only with {@code custom}
 * @param sticker description and placement, only with {@code sticker}
 */
public record Reaction(
        String id,
        String handle,
        int partIndex,
        String type,
        Optional<String> customEmoji,
        Optional<JsonNode> sticker,
        Instant at) {

    public static final Set<String> TYPES =
            Set.of("love", "like", "dislike", "laugh", "emphasize", "question", "custom", "sticker");

    public static Reaction of(
            String handle,
            int partIndex,
            String type,
            Optional<String> customEmoji,
            Optional<JsonNode> sticker,
            Instant at) {
        return new Reaction(UUID.randomUUID().toString(), handle, partIndex, type, customEmoji, sticker, at);
    }

    /** Whether it stands for the same: the same person, part and type. A person can put many stickers on a message. */
    public boolean isLike(Reaction other) {
        if (sticker.isPresent()) {
            return id.equals(other.id);
        }
        return handle.equals(other.handle)
                && partIndex == other.partIndex
                && type.equals(other.type)
                && customEmoji.equals(other.customEmoji);
    }

    /** Approximate bytes of memory. */
    long weight() {
        return 3 * Weights.OBJECT
                + customEmoji.map(Weights::of).orElse(0L)
                + sticker.map(Weights::of).orElse(0L);
    }

    public Reaction withSticker(JsonNode newSticker) {
        return new Reaction(id, handle, partIndex, type, customEmoji, Optional.of(newSticker), at);
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object().put("id", id).put("handle", handle).put("part_index", partIndex);
        json.put("type", type);
        json.set("custom_emoji", JsonTrees.textOrNull(customEmoji));
        json.set("sticker", JsonTrees.orNull(sticker));
        return json.put("at", at.toString());
    }

    static Reaction read(JsonNode json) {
        return new Reaction(
                json.required("id").textValue(),
                json.required("handle").textValue(),
                json.required("part_index").intValue(),
                json.required("type").textValue(),
                JsonTrees.text(json, "custom_emoji"),
                JsonTrees.field(json, "sticker"),
                JsonTrees.instant(json, "at"));
    }
}
