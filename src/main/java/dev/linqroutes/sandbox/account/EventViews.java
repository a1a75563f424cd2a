package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The {@code data} of events (reference 4.6 to 4.9 and 0.1 to 0.6). */
public final class EventViews {
    private EventViews() {}

    /** {@code message.sent}, {@code .received}, {@code .delivered} and {@code .read}, version 2026-02-03 (reference 4.6). */
    public static ObjectNode message(Chat chat, SandboxMessage message) {
        MessageContent content = message.content();
        MessageProgress progress = message.progress();
        ObjectNode view = JsonTrees.object().put("id", message.id());
        view.set("chat", chatWithOwner(chat, true));
        view.put("direction", direction(message));
        view.set("sender_handle", ResourceViews.handle(chat, message.sender()));
        view.set("parts", PartViews.parts(chat, content));
        view.set("service", JsonTrees.textOrNull(progress.service()));
        view.set("sent_at", JsonTrees.textOrNull(progress.sentAt()));
        view.set("delivered_at", JsonTrees.textOrNull(progress.deliveredAt()));
        view.set("read_at", JsonTrees.textOrNull(progress.readAt()));
        view.set("effect", JsonTrees.orNull(content.effect()));
        view.set("reply_to", JsonTrees.orNull(content.replyTo()));
        if (message.fromMe()) {
            view.set("idempotency_key", JsonTrees.textOrNull(content.idempotencyKey()));
            view.set("preferred_service", JsonTrees.textOrNull(content.preferredService()));
        }
        return view;
    }

    /** The same in version 2025-01-01 (reference 4.7). */
    public static ObjectNode messageBefore2026(Chat chat, SandboxMessage message) {
        MessageProgress progress = message.progress();
        MessageContent content = message.content();
        ObjectNode view = JsonTrees.object()
                .put("chat_id", chat.id())
                .put("is_group", chat.isGroup())
                .put("is_from_me", message.fromMe())
                .put("from", message.sender());
        view.set("from_handle", ResourceViews.handle(chat, message.sender()));
        Optional<Member> recipient = message.fromMe() ? Optional.empty() : Optional.of(chat.line());
        view.set("recipient_handle", JsonTrees.orNull(recipient.map(Member::json)));
        view.putNull("recipient_phone");
        view.set(
                "received_at",
                JsonTrees.textOrNull(message.fromMe() ? Optional.empty() : Optional.of(message.createdAt())));
        view.set("service", JsonTrees.textOrNull(progress.service()));
        view.set("preferred_service", JsonTrees.textOrNull(content.preferredService()));
        view.set("idempotency_key", JsonTrees.textOrNull(content.idempotencyKey()));
        ObjectNode about = view.putObject("message").put("id", message.id());
        about.set("parts", PartViews.parts(chat, content));
        content.effect().ifPresent(effect -> about.set("effect", effect));
        content.replyTo().ifPresent(replyTo -> about.set("reply_to", replyTo));
        about.set("sent_at", JsonTrees.textOrNull(progress.sentAt()));
        about.set("delivered_at", JsonTrees.textOrNull(progress.deliveredAt()));
        about.set("read_at", JsonTrees.textOrNull(progress.readAt()));
        about.put("is_delivered", progress.deliveredAt().isPresent())
                .put("is_read", progress.readAt().isPresent())
                .put("created_at", message.createdAt().toString())
                .put("updated_at", message.updatedAt().toString());
        return view;
    }

    /** {@code message.failed} (reference 4.8). */
    public static ObjectNode messageFailed(SandboxMessage message, String reason) {
        ObjectNode view = JsonTrees.object()
                .put("chat_id", message.chatId())
                .put("message_id", message.id())
                .put("code", message.progress().failureCode().orElseThrow())
                .put("reason", reason)
                .put("failed_at", message.updatedAt().toString());
        view.set("preferred_service", JsonTrees.textOrNull(message.content().preferredService()));
        return view;
    }

    /** {@code message.edited}: the changed part only (reference 4.6). */
    public static ObjectNode edited(Chat chat, SandboxMessage message, int part) {
        ObjectNode view = JsonTrees.object().put("id", message.id());
        view.set("chat", chatWithOwner(chat, true));
        view.put("direction", direction(message));
        view.set("sender_handle", ResourceViews.handle(chat, message.sender()));
        view.putObject("part")
                .put("index", part)
                .put("text", message.content().parts().get(part).path("value").asText());
        return view.put("edited_at", message.updatedAt().toString()).put("zero_retention", false);
    }

    /** {@code poll.sent}, {@code .delivered}, {@code .read} and {@code .received} (reference 0.2 and 4.9). */
    public static ObjectNode poll(Chat chat, SandboxMessage message) {
        ObjectNode view = pollHead(chat, message, Optional.of(message.sender()));
        view.set("poll", ResourceViews.poll(chat, message.poll().orElseThrow()));
        view.put("zero_retention", false);
        view.put("created_at", message.createdAt().toString())
                .put("updated_at", message.updatedAt().toString());
        if (message.fromMe()) {
            view.set("sent_at", JsonTrees.textOrNull(message.progress().sentAt()));
            view.set("delivered_at", JsonTrees.textOrNull(message.progress().deliveredAt()));
            view.set("read_at", JsonTrees.textOrNull(message.progress().readAt()));
        } else {
            view.put("received_at", message.createdAt().toString());
        }
        return view;
    }

    /** {@code poll.failed}: its code is in {@code error} (reference 0.1). */
    public static ObjectNode pollFailed(Chat chat, SandboxMessage message, String reason) {
        ObjectNode view = pollHead(chat, message, Optional.empty());
        view.set("poll", ResourceViews.poll(chat, message.poll().orElseThrow()));
        view.put("failed_at", message.updatedAt().toString());
        view.putObject("error")
                .put("code", message.progress().failureCode().orElseThrow())
                .put("message", reason);
        return view;
    }

    /** {@code poll.vote.added} and {@code .removed} (reference 0.2). */
    public static ObjectNode vote(Chat chat, SandboxMessage message, String optionId, String voter) {
        return pollHead(chat, message, Optional.of(voter)).put("option_id", optionId);
    }

    /** {@code poll.updated} (reference 4.9). */
    public static ObjectNode pollUpdated(
            Chat chat, SandboxMessage message, Collection<Poll.Option> added, String creator) {
        ObjectNode view = pollHead(chat, message, Optional.of(creator));
        view.set("added_options", JsonTrees.array(added, option -> ResourceViews.pollOption(chat, option)));
        return view;
    }

    private static ObjectNode pollHead(Chat chat, SandboxMessage message, Optional<String> sender) {
        ObjectNode view = JsonTrees.object();
        view.set("chat", chatWithOwner(chat, false));
        view.put("message_id", message.id())
                .put("direction", sender.map(handle -> direction(chat, handle)).orElse(direction(message)));
        view.set("service", JsonTrees.textOrNull(message.progress().service()));
        view.set("sender_handle", JsonTrees.orNull(sender.map(handle -> ResourceViews.handle(chat, handle))));
        return view;
    }

    private static String direction(SandboxMessage message) {
        return message.fromMe() ? "outbound" : "inbound";
    }

    private static String direction(Chat chat, String handle) {
        return handle.equals(chat.line().handle()) ? "outbound" : "inbound";
    }

    private static ObjectNode chatWithOwner(Chat chat, boolean withHealth) {
        ObjectNode view = JsonTrees.object().put("id", chat.id()).put("is_group", chat.isGroup());
        view.set("owner_handle", chat.line().json());
        if (withHealth) {
            view.set("health_status", ResourceViews.health(chat));
        }
        return view;
    }

    /** {@code chat.created} (reference 4.9); before 2026 without its health (reference 4.1). */
    public static ObjectNode chatCreated(Chat chat, WebhookVersion version) {
        ObjectNode view = ResourceViews.withTimes(ResourceViews.chatHead(chat), chat);
        return version == WebhookVersion.NEWEST ? view : view.without("health_status");
    }

    /** {@code chat.group_name_updated} and {@code chat.group_icon_updated} (reference 4.9). */
    public static ObjectNode groupUpdated(
            Chat chat, Optional<String> oldValue, Optional<String> newValue, String changedBy) {
        ObjectNode view = JsonTrees.object().put("chat_id", chat.id());
        view.set("old_value", JsonTrees.textOrNull(oldValue));
        view.set("new_value", JsonTrees.textOrNull(newValue));
        view.set("changed_by_handle", ResourceViews.handle(chat, changedBy));
        return view.put("updated_at", chat.updatedAt().toString());
    }

    /** {@code chat.group_name_update_failed} and the like (reference 4.9). */
    public static ObjectNode chatUpdateFailed(Chat chat, int code, Instant at) {
        return JsonTrees.object()
                .put("chat_id", chat.id())
                .put("error_code", code)
                .put("failed_at", at.toString());
    }

    /** @param when {@code added_at} or {@code removed_at} */
    public static ObjectNode participant(Chat chat, String handle, String when) {
        ObjectNode view = JsonTrees.object().put("chat_id", chat.id()).put("handle", handle);
        view.set("participant", ResourceViews.handle(chat, handle));
        return view.put(when, chat.updatedAt().toString());
    }

    /** {@code reaction.added} and {@code .removed} (reference 4.9 and 0.10). */
    public static ObjectNode reaction(Chat chat, SandboxMessage message, Reaction reaction) {
        ObjectNode view = JsonTrees.object()
                .put("id", reaction.id())
                .put("chat_id", chat.id())
                .put("message_id", message.id())
                .put("part_index", reaction.partIndex())
                .put("reaction_type", reaction.type())
                .put("is_from_me", reaction.handle().equals(chat.line().handle()))
                .put("from", reaction.handle());
        view.set("custom_emoji", JsonTrees.textOrNull(reaction.customEmoji()));
        view.set("from_handle", ResourceViews.handle(chat, reaction.handle()));
        view.set("service", JsonTrees.textOrNull(chat.service()));
        view.put("reacted_at", reaction.at().toString());
        view.set("sticker", JsonTrees.orNull(reaction.sticker()));
        return view;
    }

    /** {@code chat.background_updated} (reference 4.9). */
    public static ObjectNode background(Chat chat, String actor) {
        ObjectNode view = JsonTrees.object();
        view.set("chat", chatWithOwner(chat, false));
        view.set("actor_handle", ResourceViews.handle(chat, actor));
        view.set("background", JsonTrees.orNull(chat.background()));
        return view;
    }

    /** {@code chat.typing_indicator.started} and {@code .stopped} (reference 4.9 and 0.7). */
    public static ObjectNode typing(Chat chat, String actor) {
        ObjectNode view = JsonTrees.object().put("chat_id", chat.id());
        view.set("actor_handle", ResourceViews.handle(chat, actor));
        return view;
    }

    /** {@code location.sharing.started} and {@code .stopped}; nobody limits here how long it is shared. */
    public static ObjectNode location(Chat chat, SharedLocation location, Optional<Instant> endedAt) {
        ObjectNode view = JsonTrees.object()
                .put("chat_id", location.chatId())
                .put("shared_by", location.handle())
                .put("shared_with", chat.line().handle())
                .put("began_at", location.beganAt().toString());
        endedAt.ifPresentOrElse(at -> view.put("ended_at", at.toString()), () -> view.putNull("ends_at"));
        return view;
    }

    /** {@code phone_number.status_updated} (reference 4.9). */
    public static ObjectNode lineStatus(Line before, Line after, Instant at) {
        return JsonTrees.object()
                .put("phone_number", after.number())
                .put("previous_status", status(before))
                .put("new_status", status(after))
                .put("previous_reputation", before.reputation())
                .put("new_reputation", after.reputation())
                .put("changed_at", at.toString());
    }

    private static String status(Line line) {
        return line.flagged() ? "FLAGGED" : "ACTIVE";
    }
}
