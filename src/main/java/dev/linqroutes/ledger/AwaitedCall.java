package dev.linqroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that Linq has accepted, and of which it is not known yet whether it did what it was to do.
 *
 * @param path of the request, with {@code {chat_id}} in it
 * @param body JSON
 * @param chatId its chat; empty for a message whose chat is not known here
 * @param messageId the message it made, as the answer told
 * @param firstTryAt when it was first sent, or may have been: what was told before is not about it
 * @param acceptedAt when Linq took it
 * @param half of a call that sets name and icon, what is set already
 */
public record AwaitedCall(
        long callId,
        String commandId,
        int position,
        CallKind kind,
        String path,
        String body,
        Optional<String> chatId,
        Optional<String> idempotencyKey,
        Optional<String> messageId,
        Optional<String> traceId,
        Instant firstTryAt,
        Instant acceptedAt,
        Optional<Half> half) {

    /** One of the two things that a call that changes the chat may set. */
    public enum Half {
        NAME,
        ICON
    }

    /** The name it is to set, where it is not set yet. */
    public Optional<String> openName() {
        return open(Half.NAME, "display_name");
    }

    /**
     * Whether that is the name it is to set. What a phone makes of letters and accents, and of white space, is not another name
     * (not stated, reference 7).
     */
    public boolean names(String shown) {
        return openName().map(AwaitedCall::readable).equals(Optional.of(readable(shown)));
    }

    private static String readable(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .replaceAll("[\\s\\p{Z}]++", " ")
                .strip();
    }

    /** The address of the icon it is to set, where it is not set yet. */
    public Optional<String> openIcon() {
        return open(Half.ICON, "group_chat_icon");
    }

    private Optional<String> open(Half which, String field) {
        return kind == CallKind.UPDATE_CHAT && !half.equals(Optional.of(which)) ? field(field) : Optional.empty();
    }

    /** A field of the request, if it has it as text. */
    public Optional<String> field(String name) {
        JsonNode value = Json.read(body.isEmpty() ? "{}" : body).path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** The message that it is about, or that it made. */
    public Optional<String> subject() {
        return kind.isAboutMessage() ? Optional.of(path.split("/")[2]) : messageId;
    }

    /** The reaction it adds or takes back. */
    public Optional<String> reaction() {
        return field("type").map(type -> field("custom_emoji").orElse(type));
    }

    /** The same call with this set. */
    AwaitedCall with(Half set) {
        return new AwaitedCall(
                callId,
                commandId,
                position,
                kind,
                path,
                body,
                chatId,
                idempotencyKey,
                messageId,
                traceId,
                firstTryAt,
                acceptedAt,
                Optional.of(set));
    }

    /** Command id and position: how the log names a call. */
    public String name() {
        return commandId + " call " + position;
    }
}
