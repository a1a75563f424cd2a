package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads MessageContent and refuses what breaks its rules (reference 3.1 and 3.3). */
final class ContentReader {
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

    private ContentReader() {}

    /** @throws Refusal with the code of the first rule that is broken */
    static Content read(Fields message) {
        Optional<String> service = message.optionalText("preferred_service");
        service.filter(name -> !SERVICES.contains(name)).ifPresent(name -> {
            throw Refusal.value("'" + message.at("preferred_service") + "' must be iMessage, SMS or RCS");
        });
        Optional<String> key = message.optionalText("idempotency_key");
        key.filter(text -> text.isEmpty() || text.length() > 255).ifPresent(text -> {
            throw Refusal.value("'" + message.at("idempotency_key") + "' must have 1 to 255 characters");
        });
        Optional<JsonNode> effect = message.optionalObject("effect").map(ContentReader::effect);
        Optional<JsonNode> replyTo = message.optionalObject("reply_to").map(ContentReader::replyTo);
        return new Content(parts(message, service), effect, replyTo, service, key);
    }

    private static ArrayNode parts(Fields message, Optional<String> service) {
        List<Fields> parts = message.objects("parts");
        if (message.has("experience")) {
            if (message.has("parts")) {
                throw Refusal.content("'parts' and 'experience' exclude each other");
            }
            return experience(message.object("experience"));
        }
        if (!message.has("parts")) {
            throw Refusal.missing(message.at("parts"));
        }
        return PartsReader.read(parts, service);
    }

    /** Kept as a part of its own kind, so that whoever accepts the message can see that it is for one person only. */
    private static ArrayNode experience(Fields experience) {
        ObjectNode part = Json.object().put("type", "experience");
        part.put("name", experience.text("name")).put("action", experience.text("action"));
        experience.optionalObject("params").ifPresent(params -> part.set("params", params.node()));
        return Json.array(List.of(part), node -> node);
    }

    private static JsonNode effect(Fields effect) {
        String type = effect.text("type");
        String name = effect.text("name");
        if (!EFFECTS.getOrDefault(type, Set.of()).contains(name)) {
            throw Refusal.value("There is no " + type + " effect named '" + name + "'");
        }
        return Json.object().put("type", type).put("name", name);
    }

    private static JsonNode replyTo(Fields replyTo) {
        String messageId = replyTo.text("message_id");
        Ids.require(messageId, replyTo.at("message_id"));
        int partIndex = Json.field(replyTo.node(), "part_index")
                .map(index -> {
                    if (!index.canConvertToInt() || !index.isIntegralNumber() || index.intValue() < 0) {
                        throw Refusal.value("'" + replyTo.at("part_index") + "' must be a whole number from 0");
                    }
                    return index.intValue();
                })
                .orElse(0);
        return Json.object().put("message_id", messageId).put("part_index", partIndex);
    }
}
