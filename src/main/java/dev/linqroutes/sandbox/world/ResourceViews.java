package dev.linqroutes.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;

/** The JSON of resources in responses and events (reference 2.1). */
public final class ResourceViews {
    private ResourceViews() {}

    public static ObjectNode chat(Chat chat) {
        ObjectNode view = chatHead(chat);
        view.set("group_chat_icon", JsonTrees.textOrNull(chat.icon().map(Chat.Icon::url)));
        return withTimes(view.put("is_archived", false), chat);
    }

    /** The chat in the response to a create: without timestamps, with the first message (reference 2.2). */
    public static ObjectNode created(Chat chat, SandboxMessage message) {
        ObjectNode view = chatHead(chat);
        view.set("message", sent(message));
        return JsonTrees.object().set("chat", view);
    }

    /** The chat in {@code chat.created} (reference 4.9). */
    public static ObjectNode chatEvent(Chat chat) {
        return withTimes(chatHead(chat), chat);
    }

    private static ObjectNode chatHead(Chat chat) {
        ObjectNode view = JsonTrees.object()
                .put("id", chat.id())
                .put("display_name", chat.displayName())
                .put("service", chat.service())
                .put("is_group", chat.isGroup());
        view.set("handles", JsonTrees.array(chat.members(), Member::json));
        view.set("health_status", health(chat));
        return view;
    }

    private static ObjectNode withTimes(ObjectNode view, Chat chat) {
        return view.put("created_at", chat.createdAt().toString())
                .put("updated_at", chat.updatedAt().toString());
    }

    static ObjectNode health(Chat chat) {
        return JsonTrees.object()
                .put("status", "HEALTHY")
                .put("doc_url", "https://docs.linqapp.com/guides/chats/chat-health#healthy")
                .put("updated_at", chat.createdAt().toString());
    }

    /** SentMessage: the state right after acceptance, also for a repeated request. */
    public static ObjectNode sent(SandboxMessage message) {
        ObjectNode view = messageHead(message).put("delivery_status", "pending");
        view.putNull("sent_at").putNull("delivered_at");
        return view.putNull("service").put("is_read", false);
    }

    /** Message: the state when read. Messages in groups are never delivered or read (reference 5). */
    public static ObjectNode message(Chat chat, SandboxMessage message) {
        String sentAt = message.createdAt().toString();
        ObjectNode view = messageHead(message)
                .put("chat_id", chat.id())
                .put("delivery_status", "sent")
                .put("is_from_me", true)
                .put("is_delivered", false)
                .put("is_read", false)
                .put("service", chat.service())
                .put("from", chat.line().handle())
                .put("sent_at", sentAt)
                .put("updated_at", sentAt);
        view.set("from_handle", chat.line().json());
        return view.putNull("delivered_at").putNull("read_at");
    }

    private static ObjectNode messageHead(SandboxMessage message) {
        MessageContent content = message.content();
        ObjectNode view = JsonTrees.object().put("id", message.id());
        view.put("created_at", message.createdAt().toString());
        view.set("parts", JsonTrees.array(content.parts().valueStream().toList(), ResourceViews::partWithReactions));
        view.set("effect", JsonTrees.orNull(content.effect()));
        view.set("reply_to", JsonTrees.orNull(content.replyTo()));
        view.set("from_handle", NullNode.getInstance());
        view.set("preferred_service", JsonTrees.textOrNull(content.preferredService()));
        return view;
    }

    private static JsonNode partWithReactions(JsonNode part) {
        ObjectNode view = JsonTrees.object();
        view.setAll((ObjectNode) part);
        view.putArray("reactions");
        return view;
    }

    /** The data of {@code message.edited}: the changed part only (reference 4.6). */
    public static ObjectNode edited(Chat chat, SandboxMessage message, int part, Instant at) {
        ObjectNode event = messageEvent(chat, message);
        ObjectNode view = JsonTrees.object().put("id", message.id());
        view.set("chat", event.path("chat"));
        view.put("direction", "outbound");
        view.set("sender_handle", chat.line().json());
        view.putObject("part")
                .put("index", part)
                .put("text", message.content().parts().get(part).path("value").asText());
        return view.put("edited_at", at.toString());
    }

    /** The data of {@code message.sent}, version 2026-02-03 (reference 4.6). */
    public static ObjectNode messageEvent(Chat chat, SandboxMessage message) {
        MessageContent content = message.content();
        ObjectNode view = JsonTrees.object().put("id", message.id());
        ObjectNode about = view.putObject("chat").put("id", chat.id()).put("is_group", chat.isGroup());
        about.set("owner_handle", chat.line().json());
        about.set("health_status", health(chat));
        view.put("direction", "outbound");
        view.set("sender_handle", chat.line().json());
        view.set("parts", content.parts());
        view.put("service", chat.service());
        view.put("sent_at", message.createdAt().toString())
                .putNull("delivered_at")
                .putNull("read_at");
        view.set("effect", JsonTrees.orNull(content.effect()));
        view.set("reply_to", JsonTrees.orNull(content.replyTo()));
        view.set("idempotency_key", JsonTrees.textOrNull(content.idempotencyKey()));
        view.set("preferred_service", JsonTrees.textOrNull(content.preferredService()));
        return view;
    }
}
