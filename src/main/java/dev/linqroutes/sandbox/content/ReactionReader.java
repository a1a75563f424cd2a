package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Optional;

/** Reads the reaction of a person (reference 2.11 and 4.9). */
public final class ReactionReader {
    private static final String STICKER = "sticker";

    private ReactionReader() {}

    /** @throws ApiError 400 for an unknown type, a part that the message does not have, or a sticker that is no image */
    public static Reaction ofPerson(
            String handle, SandboxMessage message, JsonFields body, MediaReader media, Instant at) {
        String type = body.text("type");
        if (!Reaction.TYPES.contains(type)) {
            throw ApiError.invalidValue("'type' must be one of " + String.join(", ", Reaction.TYPES));
        }
        int part = body.optionalInt("part_index").orElse(0);
        if (part < 0 || part >= message.partCount()) {
            throw ApiError.invalidValue("'part_index' names no part of the message");
        }
        Optional<String> emoji = type.equals("custom") ? Optional.of(body.text("custom_emoji")) : Optional.empty();
        emoji.filter(String::isBlank).ifPresent(blank -> {
            throw ApiError.invalidValue("'custom_emoji' must not be blank");
        });
        Optional<JsonNode> sticker = type.equals(STICKER) ? Optional.of(sticker(body, media)) : Optional.empty();
        return Reaction.of(handle, part, type, emoji, sticker, at);
    }

    /** {@code {"sticker": {"url", "width", "height"}, "placement": {…}}}. */
    private static JsonNode sticker(JsonFields body, MediaReader media) {
        JsonFields given = body.object(STICKER);
        String url = given.text("url");
        media.requireImage(url, given.pathOf("url"));
        String name = RemoteFiles.nameOf(url);
        ObjectNode sticker = JsonTrees.object()
                .put("file_name", name)
                .put("mime_type", MediaTypes.ofName(name).orElse("image/png"))
                .put("url", url);
        given.optionalInt("width").ifPresent(width -> sticker.put("width", width));
        given.optionalInt("height").ifPresent(height -> sticker.put("height", height));
        body.optionalObject("placement")
                .ifPresent(placement -> sticker.set("placement", StickerPlacementReader.read(placement)));
        return sticker;
    }
}
