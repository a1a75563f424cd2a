package dev.linqroutes.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.confirm.Signal;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.db.StorableText;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads the signal about a call from an event (reference 5). */
final class SignalReader {
    /** Limit of a message (reference 3.2). */
    private static final int MAX_TEXT_LENGTH = 10_000;

    /** As many as a command may add. */
    private static final int MAX_OPTIONS = 100;

    private SignalReader() {}

    /** @return empty if the event has no signal about a call */
    static Optional<Signal> read(String type, JsonNode data) {
        return Optional.ofNullable(
                switch (type) {
                    // In a direct chat delivery and reading imply sending, in case that event was lost.
                    case "message.sent", "message.delivered", "message.read", "poll.sent" -> happened(Kind.SENT);
                    case "message.failed" -> failed(Kind.NOT_SENT, data, "code");
                    case "poll.failed" -> failed(Kind.NOT_SENT, data.at("/error/code"), data.at("/error/message"));
                    case "message.edited" -> Signal.happened(Kind.EDITED, text(data.at("/part/text")));
                    case "poll.updated" -> optionsAdded(data.path("added_options"));
                    case "chat.group_name_updated" -> Signal.happened(Kind.NAMED, text(data.path("new_value")));
                    case "chat.group_name_update_failed" -> failed(Kind.NOT_NAMED, data, "error_code");
                    case "chat.group_icon_updated" -> Signal.happened(Kind.ICON_SET, text(data.path("new_value")));
                    case "chat.group_icon_update_failed" -> failed(Kind.ICON_NOT_SET, data, "error_code");
                    case "chat.background_updated" ->
                        Signal.happened(
                                Kind.BACKGROUND_SET,
                                data.path("background").isObject() ? Optional.of("set") : Optional.empty());
                    case "chat.background_update_failed" -> failed(Kind.BACKGROUND_NOT_SET, data, "error_code");
                    case "participant.added" -> Signal.happened(Kind.JOINED, handle(data));
                    case "participant.removed" ->
                        data.at("/participant/is_me").asBoolean()
                                ? happened(Kind.LEFT)
                                : Signal.happened(Kind.GONE, handle(data));
                    // Reactions to polls have a type of their own (reference 4.5); of one that is removed there is no
                    // event.
                    case "reaction.added", "poll.reaction.added" ->
                        ownReaction(isSticker(data) ? Kind.STICKER_PLACED : Kind.REACTED, data);
                    case "reaction.removed" -> ownReaction(Kind.REACTION_TAKEN_BACK, data);
                    default -> null;
                });
    }

    private static Signal happened(Kind kind) {
        return Signal.happened(kind, Optional.empty());
    }

    private static Signal optionsAdded(JsonNode options) {
        List<String> texts = StreamSupport.stream(options.spliterator(), false)
                .limit(MAX_OPTIONS)
                .flatMap(option -> text(option.path("text")).stream())
                .toList();
        return texts.isEmpty() ? null : Signal.optionsAdded(texts);
    }

    /** A reaction by another member is not a signal about a call. */
    private static Signal ownReaction(Kind kind, JsonNode data) {
        return data.path("is_from_me").asBoolean()
                ? Signal.happened(kind, text(data.path("custom_emoji")).or(() -> text(data.path("reaction_type"))))
                : null;
    }

    private static boolean isSticker(JsonNode data) {
        return data.path("reaction_type").asText().equals("sticker");
    }

    private static Signal failed(Kind kind, JsonNode data, String codeField) {
        return failed(kind, data.path(codeField), data.path("reason"));
    }

    private static Signal failed(Kind kind, JsonNode code, JsonNode reason) {
        return new Signal(
                kind,
                Optional.empty(),
                code.isInt() ? Optional.of(code.intValue()) : Optional.empty(),
                Optional.of(text(reason).orElse(kind.describeFailure())));
    }

    private static Optional<String> handle(JsonNode data) {
        return text(data.path("handle")).or(() -> text(data.at("/participant/handle")));
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(StorableText.of(value.textValue(), MAX_TEXT_LENGTH)) : Optional.empty();
    }
}
