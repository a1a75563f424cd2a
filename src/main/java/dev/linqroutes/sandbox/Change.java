package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/**
 * Everything that can happen to the world. A change is applied the same way when it happens and when it is read back
 * from the journal, so that both always give the same world.
 */
sealed interface Change {

    void applyTo(World world);

    /** As one line of the journal: an object with one field, which names the kind. */
    JsonNode json();

    /** @throws IllegalArgumentException when this is not a change */
    static Change read(JsonNode json) {
        if (!json.isObject() || json.size() != 1) {
            throw new IllegalArgumentException("not a change");
        }
        Map.Entry<String, JsonNode> entry = json.properties().iterator().next();
        JsonNode value = entry.getValue();
        return switch (entry.getKey()) {
            case "chat" -> new ChatSaved(Chat.read(value));
            case "message" -> new MessageAccepted(Message.read(value));
            case "edited" -> new MessageEdited(Message.read(value));
            case "action" -> new ActionDone(Action.read(value));
            case "pending" -> new ChangeAccepted(PendingChange.read(value));
            case "settled" -> new ChangeSettled(value.textValue());
            case "subscription" -> new SubscriptionSaved(Subscription.read(value));
            case "unsubscribed" -> new SubscriptionDeleted(value.textValue());
            case "webhook" -> new WebhookQueued(Webhook.read(value));
            case "webhook_done" -> new WebhookDone(value.textValue());
            default -> throw new IllegalArgumentException("unknown change " + entry.getKey());
        };
    }

    private static JsonNode line(String kind, JsonNode value) {
        return Json.object().set(kind, value);
    }

    private static JsonNode line(String kind, String id) {
        return line(kind, JsonNodeFactory.instance.textNode(id));
    }

    record ChatSaved(Chat chat) implements Change {
        @Override
        public void applyTo(World world) {
            world.chats().save(chat);
        }

        @Override
        public JsonNode json() {
            return line("chat", chat.json());
        }
    }

    record MessageAccepted(Message message) implements Change {
        @Override
        public void applyTo(World world) {
            world.chats().add(message);
        }

        @Override
        public JsonNode json() {
            return line("message", message.json());
        }
    }

    record MessageEdited(Message message) implements Change {
        @Override
        public void applyTo(World world) {
            world.chats().replace(message);
        }

        @Override
        public JsonNode json() {
            return line("edited", message.json());
        }
    }

    record ActionDone(Action action) implements Change {
        @Override
        public void applyTo(World world) {
            world.chats().require(action.chatId()).add(action);
        }

        @Override
        public JsonNode json() {
            return line("action", action.json());
        }
    }

    record ChangeAccepted(PendingChange pending) implements Change {
        @Override
        public void applyTo(World world) {
            world.chats().require(pending.chatId());
            world.pending().put(pending.id(), pending);
        }

        @Override
        public JsonNode json() {
            return line("pending", pending.json());
        }
    }

    record ChangeSettled(String id) implements Change {
        @Override
        public void applyTo(World world) {
            world.pending().remove(id);
        }

        @Override
        public JsonNode json() {
            return line("settled", id);
        }
    }

    record SubscriptionSaved(Subscription subscription) implements Change {
        @Override
        public void applyTo(World world) {
            world.subscriptions().put(subscription.id(), subscription);
        }

        @Override
        public JsonNode json() {
            return line("subscription", subscription.viewWithSecret());
        }
    }

    record SubscriptionDeleted(String id) implements Change {
        @Override
        public void applyTo(World world) {
            world.subscriptions().remove(id);
            world.undelivered().values().removeIf(webhook -> webhook.subscriptionId()
                    .equals(id));
        }

        @Override
        public JsonNode json() {
            return line("unsubscribed", id);
        }
    }

    record WebhookQueued(Webhook webhook) implements Change {
        @Override
        public void applyTo(World world) {
            world.undelivered().put(webhook.id(), webhook);
        }

        @Override
        public JsonNode json() {
            return line("webhook", webhook.json());
        }
    }

    record WebhookDone(String id) implements Change {
        @Override
        public void applyTo(World world) {
            world.undelivered().remove(id);
        }

        @Override
        public JsonNode json() {
            return line("webhook_done", id);
        }
    }
}
