package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The JSON of resources in responses (reference 2.1). */
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
        view.set("message", sent(chat, message));
        return JsonTrees.object().set("chat", view);
    }

    /** A chat without its icon and archive flag: in responses to creates, and with timestamps in {@code chat.created}. */
    static ObjectNode chatHead(Chat chat) {
        ObjectNode view = JsonTrees.object().put("id", chat.id()).put("display_name", chat.displayName());
        view.set("service", JsonTrees.textOrNull(chat.service()));
        view.put("is_group", chat.isGroup());
        view.set("handles", JsonTrees.array(chat.members(), Member::json));
        view.set("health_status", health(chat));
        return view;
    }

    static ObjectNode withTimes(ObjectNode view, Chat chat) {
        return view.put("created_at", chat.createdAt().toString())
                .put("updated_at", chat.updatedAt().toString());
    }

    static ObjectNode health(Chat chat) {
        String status = chat.optedOut() ? "OPTED_OUT" : "HEALTHY";
        return JsonTrees.object()
                .put("status", status)
                .put("doc_url", "https://docs.linqapp.com/guides/chats/chat-health#" + status.toLowerCase(Locale.ROOT))
                .put("updated_at", chat.updatedAt().toString());
    }

    /** SentMessage (reference 2.1). */
    public static ObjectNode sent(Chat chat, SandboxMessage message) {
        ObjectNode view = messageHead(chat, message);
        view.set("from_handle", NullNode.getInstance());
        return view;
    }

    /** Message: the state when read (reference 2.1). */
    public static ObjectNode message(Chat chat, SandboxMessage message) {
        MessageProgress progress = message.progress();
        ObjectNode view = messageHead(chat, message)
                .put("chat_id", chat.id())
                .put("is_from_me", message.fromMe())
                .put("is_delivered", progress.deliveredAt().isPresent())
                .put("from", message.sender())
                .put("updated_at", message.updatedAt().toString());
        view.set("from_handle", handle(chat, message.sender()));
        view.set("read_at", JsonTrees.textOrNull(progress.readAt()));
        return view;
    }

    private static ObjectNode messageHead(Chat chat, SandboxMessage message) {
        MessageContent content = message.content();
        MessageProgress progress = message.progress();
        ObjectNode view = JsonTrees.object().put("id", message.id());
        view.put("created_at", message.createdAt().toString());
        List<JsonNode> parts = new ArrayList<>();
        for (int index = 0; index < content.parts().size(); index++) {
            parts.add(partWithReactions(chat, message, index));
        }
        view.set("parts", JsonTrees.array(parts, part -> part));
        view.set("effect", JsonTrees.orNull(content.effect()));
        view.set("reply_to", JsonTrees.orNull(content.replyTo()));
        view.set("preferred_service", JsonTrees.textOrNull(content.preferredService()));
        view.put("delivery_status", progress.state().text());
        view.set("sent_at", JsonTrees.textOrNull(progress.sentAt()));
        view.set("delivered_at", JsonTrees.textOrNull(progress.deliveredAt()));
        view.set("service", JsonTrees.textOrNull(progress.service()));
        // The account has no ephemeral tier (reference 0.12).
        return view.put("is_read", progress.readAt().isPresent()).put("zero_retention", false);
    }

    private static JsonNode partWithReactions(Chat chat, SandboxMessage message, int index) {
        ObjectNode view = PartViews.part(chat, message.content().parts().get(index));
        view.set("reactions", reactions(chat, message, index));
        return view;
    }

    private static JsonNode reactions(Chat chat, SandboxMessage message, int part) {
        List<Reaction> ofPart = message.reactions().stream()
                .filter(reaction -> reaction.partIndex() == part)
                .toList();
        return JsonTrees.array(ofPart, reaction -> {
            ObjectNode view = JsonTrees.object().put("id", reaction.id());
            view.set("handle", handle(chat, reaction.handle()));
            view.put("is_me", reaction.handle().equals(chat.line().handle())).put("type", reaction.type());
            view.set("custom_emoji", JsonTrees.textOrNull(reaction.customEmoji()));
            view.set("sticker", JsonTrees.orNull(reaction.sticker()));
            return view;
        });
    }

    /** PollEnvelope (reference 2.12). */
    public static ObjectNode pollEnvelope(Chat chat, SandboxMessage message) {
        ObjectNode view = JsonTrees.object()
                .put("chat_id", message.chatId())
                .put("message_id", message.id())
                .put("created_at", message.createdAt().toString())
                .put("updated_at", message.updatedAt().toString());
        view.set("poll", poll(chat, message.poll().orElseThrow()));
        view.set("reactions", reactions(chat, message, 0));
        return view;
    }

    public static ObjectNode poll(Chat chat, Poll poll) {
        ObjectNode view = JsonTrees.object();
        view.set("options", JsonTrees.array(poll.options(), option -> pollOption(chat, option)));
        return view.put("total_voters", poll.voters());
    }

    static ObjectNode pollOption(Chat chat, Poll.Option option) {
        ObjectNode view = JsonTrees.object()
                .put("option_id", option.id())
                .put("text", option.text())
                .put("can_be_edited", false);
        view.set("creator_handle", handle(chat, option.creator()));
        view.set("voters", JsonTrees.array(option.votes(), vote -> {
            ObjectNode voter = JsonTrees.object();
            voter.set("handle", handle(chat, vote.handle()));
            return voter.put("voted_at", vote.at().toString());
        }));
        return view;
    }

    /** ChatHandle of somebody who is or was in the chat; null for others. */
    static JsonNode handle(Chat chat, String handle) {
        Optional<JsonNode> member = chat.member(handle).map(Member::json);
        return JsonTrees.orNull(member);
    }
}
