package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CallKind;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * A call that Linq has accepted, and whose effect is not confirmed yet. Also the row of {@code lock-awaited-calls.sql}.
 *
 * @param path of the request, with the placeholder {@code {chat_id}}
 * @param body JSON; empty for a message
 * @param chatId empty for a message to a chat that is unknown here
 * @param messageId the message it created, from the response
 * @param firstAttemptAt when it was first sent, or may have been: an earlier event is not about it
 * @param acceptedAt when Linq accepted it
 * @param confirmedField the confirmed one of the fields that an update of a chat sets
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

    /** The fields that an update of a chat may set. */
    public enum ChatField {
        NAME,
        ICON
    }

    /** The name to set, if it is not confirmed yet. */
    public Optional<String> unconfirmedName() {
        return unconfirmed(ChatField.NAME, "display_name");
    }

    /**
     * Whether this is the name to set. Another Unicode normalization or other white space, as a phone may make of it, is the
     * same name (not documented, reference 7).
     */
    public boolean isRequestedName(String name) {
        return unconfirmedName().map(AwaitedCall::normalize).equals(Optional.of(normalize(name)));
    }

    private static String normalize(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .replaceAll("[\\s\\p{Z}]++", " ")
                .strip();
    }

    /** The URL of the icon to set, if it is not confirmed yet. */
    public Optional<String> unconfirmedIcon() {
        return unconfirmed(ChatField.ICON, "group_chat_icon");
    }

    private Optional<String> unconfirmed(ChatField field, String jsonField) {
        return kind == CallKind.UPDATE_CHAT && !confirmedField.equals(Optional.of(field))
                ? textField(jsonField)
                : Optional.empty();
    }

    /** A text field of the request; empty if it is missing or no text. */
    public Optional<String> textField(String name) {
        JsonNode value = LedgerJson.read(body.isEmpty() ? "{}" : body).path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** The message that the call is about, or that it created. */
    public Optional<String> relatedMessageId() {
        return kind.relatedMessageId(path).or(() -> messageId);
    }

    /** The reaction that the call adds or removes. */
    public Optional<String> reaction() {
        return textField("type").map(type -> textField("custom_emoji").orElse(type));
    }

    /** Whether these are all options that the call adds to a poll, perhaps among others. */
    public boolean isAddingOnly(Collection<String> optionTexts) {
        return optionTexts.containsAll(
                LedgerJson.read(body.isEmpty() ? "{}" : body).path("options").findValuesAsText("text"));
    }

    /** The same call with this field confirmed. */
    AwaitedCall withConfirmed(ChatField field) {
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
                Optional.of(field));
    }

    /** Command id and position, for the log. */
    public String describe() {
        return commandId + " call " + position;
    }
}
