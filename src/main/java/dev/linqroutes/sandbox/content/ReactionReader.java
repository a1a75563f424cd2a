package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Reads a reaction of the account or of a person (reference 2.11, 4.9 and 0.10). */
public final class ReactionReader {
    private static final String CUSTOM = "custom";
    private static final String STICKER = "sticker";

    private ReactionReader() {}

    /**
     * @param handle who reacts
     * @param add whether it is put on the message, not removed
     * @param stickers reads the file of a sticker: {@code {"file_name", "mime_type", "url"}}
     * @throws ApiError 400 for an unknown type, a part that the message does not have, a blank emoji, or a sticker that is no image
     *     or is to be removed
     */
    public static Reaction read(
            String handle,
            SandboxMessage message,
            JsonFields body,
            boolean add,
            Function<JsonFields, ObjectNode> stickers,
            Instant at) {
        String type = body.text("type");
        if (!Reaction.TYPES.contains(type)) {
            throw ApiError.invalidValue("'type' must be one of "
                    + String.join(", ", Reaction.TYPES.stream().sorted().toList()));
        }
        Optional<String> emoji = body.optionalText("custom_emoji").filter(text -> type.equals(CUSTOM));
        if (type.equals(CUSTOM) && emoji.isEmpty()) {
            throw ApiError.missingField("custom_emoji");
        }
        if (emoji.filter(String::isBlank).isPresent()) {
            throw ApiError.invalidValue("'custom_emoji' must not be blank");
        }
        if (type.equals(STICKER) && !add) {
            throw ApiError.invalidValue("A sticker cannot be removed");
        }
        int part = PartIndexReader.of(body, message);
        Optional<JsonNode> sticker = type.equals(STICKER) ? Optional.of(placed(stickers, body)) : Optional.empty();
        return Reaction.of(handle, part, type, emoji, sticker, at);
    }

    private static JsonNode placed(Function<JsonFields, ObjectNode> stickers, JsonFields body) {
        ObjectNode sticker = stickers.apply(body);
        body.optionalObject("placement")
                .ifPresent(placement -> sticker.set("placement", StickerPlacementReader.read(placement)));
        return sticker;
    }
}
