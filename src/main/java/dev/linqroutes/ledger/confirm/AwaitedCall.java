package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CallKind;
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
 * @param firstAttemptAt when it was first sent, or may have been: what was told before is not about it
 * @param acceptedAt when Linq took it
 * @param confirmedField of a call that sets name and icon, what is set already
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
        Instant firstAttemptAt,
        Instant acceptedAt,
        Optional<ChatField> confirmedField) {

    /** One of the two things that a call that changes the chat may set. */
    public enum ChatField {
        NAME,
        ICON
    }

    /** The name it is to set, where it is not set yet. */
    public Optional<String> unconfirmedName() {
        return unconfirmed(ChatField.NAME, "display_name");
    }

    /**
     * Whether that is the name it is to set. What a phone makes of letters and accents, and of white space, is not another name
     * (not stated, reference 7).
     */
    public boolean isRequestedName(String shown) {
        return unconfirmedName().map(AwaitedCall::normalize).equals(Optional.of(normalize(shown)));
    }

    private static String normalize(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .replaceAll("[\\s\\p{Z}]++", " ")
                .strip();
    }

    /** The address of the icon it is to set, where it is not set yet. */
    public Optional<String> unconfirmedIcon() {
        return unconfirmed(ChatField.ICON, "group_chat_icon");
    }

    private Optional<String> unconfirmed(ChatField which, String field) {
        return kind == CallKind.UPDATE_CHAT && !confirmedField.equals(Optional.of(which))
                ? textField(field)
                : Optional.empty();
    }

    /** A field of the request, if it has it as text. */
    public Optional<String> textField(String name) {
        JsonNode value = LedgerJson.read(body.isEmpty() ? "{}" : body).path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** The message that it is about, or that it made. */
    public Optional<String> relatedMessageId() {
        return kind.isAboutMessage() ? Optional.of(path.split("/")[2]) : messageId;
    }

    /** The reaction it adds or takes back. */
    public Optional<String> reaction() {
        return textField("type").map(type -> textField("custom_emoji").orElse(type));
    }

    /** The same call with this set. */
    AwaitedCall withConfirmed(ChatField set) {
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
                firstAttemptAt,
                acceptedAt,
                Optional.of(set));
    }

    /** Command id and position: how the log names a call. */
    public String describe() {
        return commandId + " call " + position;
    }
}
