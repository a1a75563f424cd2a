package dev.linqroutes.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Map;

/**
 * A change of the world. It is applied in the same way when it happens and when it is replayed from the journal.
 */
public sealed interface WorldChange {

    void applyTo(World world);

    /** One line of the journal: an object with one field, whose name is the kind of change. */
    JsonNode json();

    /** @throws IllegalArgumentException when this is not a change */
    static WorldChange read(JsonNode json) {
        if (!json.isObject() || json.size() != 1) {
            throw new IllegalArgumentException("not a change");
        }
        Map.Entry<String, JsonNode> entry = json.properties().iterator().next();
        JsonNode value = entry.getValue();
        return switch (entry.getKey()) {
            case "chat" -> new ChatSaved(Chat.read(value));
            case "message" -> new MessageAccepted(SandboxMessage.read(value));
            case "edited" -> new MessageEdited(SandboxMessage.read(value));
            case "action" -> new ActionDone(ChatAction.read(value));
            case "pending" -> new PendingChangeAccepted(PendingChange.read(value));
            case "settled" -> new PendingChangeSettled(value.textValue());
            case "subscription" -> new SubscriptionSaved(SandboxSubscription.read(value));
            case "unsubscribed" -> new SubscriptionDeleted(value.textValue());
            case "webhook" -> new WebhookQueued(WebhookDelivery.read(value));
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

    record ChatSaved(Chat chat) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.chats().save(chat);
        }

        @Override
        public JsonNode json() {
            return line("chat", chat.json());
        }
    }

    record MessageAccepted(SandboxMessage message) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.chats().add(message);
        }

        @Override
        public JsonNode json() {
            return line("message", message.json());
        }
    }

    record MessageEdited(SandboxMessage message) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.chats().replace(message);
        }

        @Override
        public JsonNode json() {
            return line("edited", message.json());
        }
    }

    record ActionDone(ChatAction action) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.chats().require(action.chatId()).add(action);
        }

        @Override
        public JsonNode json() {
            return line("action", action.json());
        }
    }

    record PendingChangeAccepted(PendingChange pending) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.chats().require(pending.chatId());
            world.pendingChanges().put(pending.id(), pending);
        }

        @Override
        public JsonNode json() {
            return line("pending", pending.json());
        }
    }

    record PendingChangeSettled(String id) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.pendingChanges().remove(id);
        }

        @Override
        public JsonNode json() {
            return line("settled", id);
        }
    }

    record SubscriptionSaved(SandboxSubscription subscription) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.subscriptions().put(subscription.id(), subscription);
        }

        @Override
        public JsonNode json() {
            return line("subscription", subscription.viewWithSecret());
        }
    }

    record SubscriptionDeleted(String id) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.subscriptions().remove(id);
            world.undeliveredWebhooks().values().removeIf(webhook -> webhook.subscriptionId()
                    .equals(id));
        }

        @Override
        public JsonNode json() {
            return line("unsubscribed", id);
        }
    }

    record WebhookQueued(WebhookDelivery webhook) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.undeliveredWebhooks().put(webhook.id(), webhook);
        }

        @Override
        public JsonNode json() {
            return line("webhook", webhook.json());
        }
    }

    record WebhookDone(String id) implements WorldChange {
        @Override
        public void applyTo(World world) {
            world.undeliveredWebhooks().remove(id);
        }

        @Override
        public JsonNode json() {
            return line("webhook_done", id);
        }
    }
}
