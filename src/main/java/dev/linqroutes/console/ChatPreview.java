package dev.linqroutes.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What members of a chat see of calls: its name and icon, and the messages as bubbles. */
final class ChatPreview {
    /** More than a person reads. */
    private static final int MAX_PART_LENGTH = 500;

    private ChatPreview() {}

    /** The chat that a command makes or changes. */
    static ObjectNode of(PlannedCommand command) {
        ObjectNode preview = ConsoleHttp.JSON.createObjectNode();
        ArrayNode bubbles = preview.putArray("bubbles");
        for (PlannedCall call : command.calls()) {
            JsonNode body = parse(withFileNames(call.body(), command.media()));
            if (!body.path("from").asText().equals(GroupAddress.NewGroup.ANY_LINE)) {
                copy(body, "from", preview, "line");
            }
            copy(body, "to", preview, "members");
            copy(body, "display_name", preview, "name");
            copy(body, "group_chat_icon", preview, "icon");
            bubbles.addAll(bubbles(call.kind(), body));
        }
        return preview;
    }

    private static String withFileNames(String body, List<MediaFile> files) {
        String named = body;
        for (MediaFile file : files) {
            named = named.replace(
                    "\"" + file.placeholder() + "\"",
                    JsonNodeFactory.instance.textNode(file.name()).toString());
        }
        return named;
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        if (from.has(field)) {
            to.set(name, from.get(field));
        }
    }

    /** The messages of a call, one for each part; of a call that sends none, what it does. */
    static ArrayNode bubbles(CallKind kind, JsonNode body) {
        ArrayNode bubbles = ConsoleHttp.JSON.createArrayNode();
        for (JsonNode part : body.path("message").path("parts")) {
            ObjectNode bubble = bubbles.addObject();
            String type = part.path("type").asText();
            bubble.put("kind", type);
            bubble.put("text", text(part));
        }
        if (bubbles.isEmpty()) {
            describeChange(kind, body)
                    .ifPresent(text -> bubbles.addObject().put("kind", "change").put("text", text));
        }
        return bubbles;
    }

    /** A part of a type that this version does not know is shown as JSON. */
    private static String text(JsonNode part) {
        return Stream.of("value", "url", "attachment_id", "fallback_text")
                .map(part::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .map(value -> MediaFile.isPlaceholder(value) ? "a local file" : value)
                .findFirst()
                .orElseGet(() -> Quoting.shorten(part.toString(), MAX_PART_LENGTH));
    }

    private static Optional<String> describeChange(CallKind kind, JsonNode body) {
        return Optional.ofNullable(
                switch (kind) {
                    case CREATE_CHAT, SEND_MESSAGE -> null;
                    case UPDATE_CHAT -> describeUpdate(body);
                    case ADD_PARTICIPANT -> "adds " + body.path("handle").asText();
                    case REMOVE_PARTICIPANT -> "removes " + body.path("handle").asText();
                    case LEAVE_CHAT -> "leaves the chat";
                    case SHARE_CONTACT_CARD -> "shares the contact card";
                    case SEND_VOICE_MEMO -> "sends a voice memo";
                    case SEND_POLL -> "sends a poll: " + options(body.path("poll"));
                    case ADD_POLL_OPTIONS -> "adds options to a poll: " + options(body);
                    case REACT -> "reacts: " + body.path("type").asText();
                    case PLACE_STICKER -> "puts a sticker on a message";
                    case EDIT_MESSAGE -> "changes a message";
                    case SET_BACKGROUND -> "changes the background";
                    case DELETE_MESSAGE -> "deletes Linq's record of a message";
                    case DELETE_ATTACHMENT -> "deletes an attachment at Linq";
                });
    }

    /** As a sheet has them. */
    private static String options(JsonNode poll) {
        return poll.path("options").findValuesAsText("text").stream().collect(Collectors.joining("; "));
    }

    private static String describeUpdate(JsonNode body) {
        String name = body.has("display_name")
                ? "names the chat \"" + body.get("display_name").asText() + "\""
                : "";
        String icon = body.has("group_chat_icon") ? "sets the icon" : "";
        return name.isEmpty() || icon.isEmpty() ? name + icon : name + " and " + icon;
    }

    /** A body of a call; an empty object for a call without a body. */
    static JsonNode parse(String body) {
        try {
            return body.isEmpty() ? ConsoleHttp.JSON.createObjectNode() : ConsoleHttp.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the body of a call is not JSON", e);
        }
    }
}
