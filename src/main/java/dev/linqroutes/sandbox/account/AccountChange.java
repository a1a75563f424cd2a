package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of an account. It is applied in the same way when it happens and when it is replayed from the journal.
 */
public sealed interface AccountChange {

    void applyTo(Account account);

    /** One line of the journal: an object with one field, whose name is the kind of change. */
    JsonNode json();

    /** @throws IllegalArgumentException when this is not a change */
    static AccountChange read(JsonNode json) {
        if (!json.isObject() || json.size() != 1) {
            throw new IllegalArgumentException("not a change");
        }
        Map.Entry<String, JsonNode> entry = json.properties().iterator().next();
        JsonNode value = entry.getValue();
        return switch (entry.getKey()) {
            case "chat" -> new ChatSaved(Chat.read(value), JsonTrees.text(value, "changed_by"));
            case "message" -> new MessageAccepted(SandboxMessage.read(value));
            case "message_changed" -> new MessageChanged(SandboxMessage.read(value));
            case "message_deleted" -> new MessageDeleted(value.textValue());
            case "message_forgotten" -> new MessageForgotten(value.textValue());
            case "chat_forgotten" -> new ChatForgotten(value.textValue());
            case "deleted_key" -> new DeletedKeyKept(value.textValue());
            case "deleted_key_forgotten" -> new DeletedKeyForgotten(value.textValue());
            case "chat_changes" ->
                new ChatChangesKept(
                        value.required("chat_id").textValue(),
                        value.required("changes")
                                .valueStream()
                                .map(ChatChange::read)
                                .toList());
            case "sent" -> new SentKept(value);
            case "line" -> new LineSaved(Line.read(value));
            case "contact" -> new ContactMade(value.required("line").textValue(), JsonTrees.instant(value, "at"));
            case "time_ahead" -> new TimeAdvanced(Duration.parse(value.textValue()));
            case "person" -> new PersonSaved(Person.read(value));
            case "action" -> new ActionDone(ChatAction.read(value));
            case "pending" -> new PendingChangeAccepted(PendingChange.read(value));
            case "settled" -> new PendingChangeSettled(value.textValue());
            case "subscription" -> new SubscriptionSaved(SandboxSubscription.read(value));
            case "unsubscribed" -> new SubscriptionDeleted(value.textValue());
            case "line_selected" -> new LineSelected(LineSelection.read(value));
            case "attachment" -> new AttachmentSaved(Attachment.read(value));
            case "attachment_deleted" -> new AttachmentDeleted(value.textValue());
            case "webhook" -> new WebhookQueued(WebhookDelivery.read(value));
            case "webhook_attempted" ->
                new WebhookAttempted(
                        value.required("id").textValue(),
                        value.required("attempts").intValue(),
                        JsonTrees.text(value, "due").map(Instant::parse));
            case "webhook_done" -> new WebhookDone(value.textValue());
            default -> throw new IllegalArgumentException("unknown change " + entry.getKey());
        };
    }

    private static JsonNode line(String kind, JsonNode value) {
        return JsonTrees.object().set(kind, value);
    }

    private static JsonNode line(String kind, String id) {
        return line(kind, JsonNodeFactory.instance.textNode(id));
    }

    /** @param by the member who began the chat, or changed name, icon or members; empty for other changes */
    record ChatSaved(Chat chat, Optional<String> by) implements AccountChange {
        public ChatSaved(Chat chat) {
            this(chat, Optional.empty());
        }

        @Override
        public void applyTo(Account account) {
            account.chats().save(chat, by);
        }

        @Override
        public JsonNode json() {
            ObjectNode value = chat.json();
            by.ifPresent(handle -> value.put("changed_by", handle));
            return line("chat", value);
        }
    }

    record MessageAccepted(SandboxMessage message) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().add(message);
            if (message.fromMe()) {
                Chat chat = account.chats().require(message.chatId()).chat();
                account.sendLimits().record(chat, message.createdAt());
            }
        }

        @Override
        public JsonNode json() {
            return line("message", message.json());
        }
    }

    record MessageChanged(SandboxMessage message) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().replace(message);
        }

        @Override
        public JsonNode json() {
            return line("message_changed", message.json());
        }
    }

    record MessageDeleted(String id) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().deleteMessage(id);
        }

        @Override
        public JsonNode json() {
            return line("message_deleted", id);
        }
    }

    /** With its idempotency key, unlike {@link MessageDeleted}. */
    record MessageForgotten(String id) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().forgetMessage(id);
        }

        @Override
        public JsonNode json() {
            return line("message_forgotten", id);
        }
    }

    /** With its messages. */
    record ChatForgotten(String id) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().forgetChat(id);
        }

        @Override
        public JsonNode json() {
            return line("chat_forgotten", id);
        }
    }

    /** The idempotency key of a message that was deleted earlier. */
    record DeletedKeyKept(String key) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().keys().addDeleted(key);
        }

        @Override
        public JsonNode json() {
            return line("deleted_key", key);
        }
    }

    record DeletedKeyForgotten(String key) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().keys().forgetDeleted(key);
        }

        @Override
        public JsonNode json() {
            return line("deleted_key_forgotten", key);
        }
    }

    /** What members have seen so far between the messages of a chat. */
    record ChatChangesKept(String chatId, List<ChatChange> changes) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().restoreChanges(chatId, changes);
        }

        @Override
        public JsonNode json() {
            ObjectNode value = JsonTrees.object().put("chat_id", chatId);
            value.set("changes", JsonTrees.array(changes, ChatChange::json));
            return line("chat_changes", value);
        }
    }

    /** What counts against the limits of messages, also of messages that are forgotten. */
    record SentKept(JsonNode counts) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.sendLimits().restore(counts);
        }

        @Override
        public JsonNode json() {
            return line("sent", counts);
        }
    }

    record LineSaved(Line saved) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.save(saved);
        }

        @Override
        public JsonNode json() {
            return line("line", saved.json());
        }
    }

    /** A line has started a conversation, or added somebody to a group. */
    record ContactMade(String number, Instant at) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.line(number).ifPresent(known -> account.contacts().add(number, at));
        }

        @Override
        public JsonNode json() {
            return line("contact", JsonTrees.object().put("line", number).put("at", at.toString()));
        }
    }

    /** @param ahead of the clock, from now on */
    record TimeAdvanced(Duration ahead) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.setTimeAhead(ahead);
        }

        @Override
        public JsonNode json() {
            return line("time_ahead", ahead.toString());
        }
    }

    record PersonSaved(Person person) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.save(person);
        }

        @Override
        public JsonNode json() {
            return line("person", person.json());
        }
    }

    record ActionDone(ChatAction action) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().add(action);
        }

        @Override
        public JsonNode json() {
            return line("action", action.json());
        }
    }

    record PendingChangeAccepted(PendingChange pending) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().require(pending.chatId());
            account.knownPendingChanges().put(pending.id(), pending);
        }

        @Override
        public JsonNode json() {
            return line("pending", pending.json());
        }
    }

    record PendingChangeSettled(String id) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.knownPendingChanges().remove(id);
        }

        @Override
        public JsonNode json() {
            return line("settled", id);
        }
    }

    record SubscriptionSaved(SandboxSubscription subscription) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.subscriptions().put(subscription.id(), subscription);
        }

        @Override
        public JsonNode json() {
            return line("subscription", subscription.viewWithSecret());
        }
    }

    record SubscriptionDeleted(String id) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.subscriptions().remove(id);
            account.undeliveredWebhooks().values().stream()
                    .filter(webhook -> webhook.subscriptionId().equals(id))
                    .map(WebhookDelivery::id)
                    .toList()
                    .forEach(account.knownWebhooks()::remove);
        }

        @Override
        public JsonNode json() {
            return line("unsubscribed", id);
        }
    }

    record LineSelected(LineSelection selection) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.chats().save(selection);
        }

        @Override
        public JsonNode json() {
            return line("line_selected", selection.json());
        }
    }

    record AttachmentSaved(Attachment attachment) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.knownAttachments().put(attachment.id(), attachment);
        }

        @Override
        public JsonNode json() {
            return line("attachment", attachment.json());
        }
    }

    record AttachmentDeleted(String id) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.knownAttachments().remove(id);
        }

        @Override
        public JsonNode json() {
            return line("attachment_deleted", id);
        }
    }

    record WebhookQueued(WebhookDelivery webhook) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.knownWebhooks().put(webhook.id(), webhook);
        }

        @Override
        public JsonNode json() {
            return line("webhook", webhook.json());
        }
    }

    /**
     * @param attempts that failed so far; they count after a restart too
     * @param due time of the next one; empty in journals of before
     */
    record WebhookAttempted(String id, int attempts, Optional<Instant> due) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.knownWebhooks().find(id).ifPresent(webhook -> account.knownWebhooks()
                    .put(id, webhook.waiting(attempts, due)));
        }

        @Override
        public JsonNode json() {
            ObjectNode json = JsonTrees.object().put("id", id).put("attempts", attempts);
            due.ifPresent(time -> json.put("due", time.toString()));
            return line("webhook_attempted", json);
        }
    }

    record WebhookDone(String id) implements AccountChange {
        @Override
        public void applyTo(Account account) {
            account.knownWebhooks().remove(id);
        }

        @Override
        public JsonNode json() {
            return line("webhook_done", id);
        }
    }
}
