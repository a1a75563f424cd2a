package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.UuidCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and validates MessageContent (reference 3.1 and 3.3). */
public final class MessageContentReader {
    private static final Set<String> SERVICES = Set.of("iMessage", "SMS", "RCS");
    private static final Map<String, Set<String>> EFFECTS = Map.of(
            "screen",
            Set.of(
                    "confetti",
                    "fireworks",
                    "lasers",
                    "sparkles",
                    "celebration",
                    "hearts",
                    "love",
                    "balloons",
                    "happy_birthday",
                    "echo",
                    "spotlight"),
            "bubble",
            Set.of("slam", "loud", "gentle", "invisible"));

    private final MessagePartsReader parts;

    public MessageContentReader(MediaReader media) {
        this.parts = new MessagePartsReader(media);
    }

    /** @throws ApiError with the code of the first violated rule */
    public MessageContent read(JsonFields message) {
        Optional<String> service = message.optionalText("preferred_service");
        service.filter(name -> !SERVICES.contains(name)).ifPresent(name -> {
            throw ApiError.invalidValue("'" + message.pathOf("preferred_service") + "' must be iMessage, SMS or RCS");
        });
        Optional<String> key = IdempotencyKeyReader.of(message);
        Optional<JsonNode> effect = message.optionalObject("effect").map(MessageContentReader::effect);
        Optional<JsonNode> replyTo = message.optionalObject("reply_to").map(MessageContentReader::replyTo);
        return new MessageContent(parts(message, service), effect, replyTo, service, key);
    }

    private ArrayNode parts(JsonFields message, Optional<String> service) {
        List<JsonFields> given = message.objects("parts");
        if (message.has("experience")) {
            if (message.has("parts")) {
                throw ApiError.invalidContent("'parts' and 'experience' exclude each other");
            }
            return experience(message.object("experience"));
        }
        if (!message.has("parts")) {
            throw ApiError.missingField(message.pathOf("parts"));
        }
        return parts.read(given, service);
    }

    /** Stored as a part of its own kind, since such a message may have only one recipient. */
    private static ArrayNode experience(JsonFields experience) {
        ObjectNode part = JsonTrees.object().put("type", "experience");
        part.put("name", experience.text("name")).put("action", experience.text("action"));
        experience.optionalObject("params").ifPresent(params -> part.set("params", params.anything()));
        return JsonTrees.array(List.of(part), node -> node);
    }

    private static JsonNode effect(JsonFields effect) {
        String type = effect.text("type");
        String name = effect.text("name");
        if (!EFFECTS.getOrDefault(type, Set.of()).contains(name)) {
            throw ApiError.invalidValue("There is no " + type + " effect named '" + name + "'");
        }
        return JsonTrees.object().put("type", type).put("name", name);
    }

    private static JsonNode replyTo(JsonFields replyTo) {
        String messageId = replyTo.text("message_id");
        UuidCheck.require(messageId, replyTo.pathOf("message_id"));
        int partIndex = replyTo.value("part_index")
                .map(index -> {
                    if (!index.canConvertToInt() || !index.isIntegralNumber() || index.intValue() < 0) {
                        throw ApiError.invalidValue(
                                "'" + replyTo.pathOf("part_index") + "' must be a whole number from 0");
                    }
                    return index.intValue();
                })
                .orElse(0);
        return JsonTrees.object().put("message_id", messageId).put("part_index", partIndex);
    }
}
