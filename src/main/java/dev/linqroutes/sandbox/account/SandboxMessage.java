package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message of a chat: sent by the account or received from a person.
 *
 * @param sender handle of the account's line or of the person
 * @param fromMe whether the account sent it
 * @param poll the poll that this message is; its content then has no parts
 * @param traceId of the request that sent it (reference 1.2)
 * @param edits how often it was edited
 */
public record SandboxMessage(
        String id,
        String chatId,
        String sender,
        boolean fromMe,
        MessageContent content,
        Optional<Poll> poll,
        String traceId,
        Instant createdAt,
        Instant updatedAt,
        MessageProgress progress,
        List<Reaction> reactions,
        int edits) {
    /** More than people put on a message, and few enough to be shown with it. */
    private static final int MAX_REACTIONS = 1_000;

    /** A message that the account wants sent. */
    public static SandboxMessage accepted(
            Chat chat, MessageContent content, Optional<Poll> poll, String traceId, Instant at) {
        return new SandboxMessage(
                UUID.randomUUID().toString(),
                chat.id(),
                chat.line().handle(),
                true,
                content,
                poll,
                traceId,
                at,
                at,
                MessageProgress.pending(),
                List.of(),
                0);
    }

    /** A message of a person. */
    public static SandboxMessage received(
            Chat chat,
            String sender,
            String service,
            MessageContent content,
            Optional<Poll> poll,
            String traceId,
            Instant at) {
        return new SandboxMessage(
                UUID.randomUUID().toString(),
                chat.id(),
                sender,
                false,
                content,
                poll,
                traceId,
                at,
                at,
                MessageProgress.received(service, at),
                List.of(),
                0);
    }

    public boolean isPending() {
        return progress.state() == MessageProgress.State.PENDING;
    }

    /** Approximate bytes of memory. */
    long weight() {
        return 10 * Weights.OBJECT
                + content.weight()
                + poll.map(Poll::weight).orElse(0L)
                + reactions.stream().mapToLong(Reaction::weight).sum();
    }

    public SandboxMessage edited(int part, String text, Instant at) {
        return with(content.withText(part, text), poll, at, progress, reactions, edits + 1);
    }

    public SandboxMessage sent(String service, Instant at) {
        return with(content, poll, at, progress.sent(service, at), reactions, edits);
    }

    public SandboxMessage delivered(Instant at) {
        return with(content, poll, at, progress.delivered(at), reactions, edits);
    }

    public SandboxMessage readBySomebody(Instant at) {
        return with(content, poll, at, progress.read(at), reactions, edits);
    }

    public SandboxMessage failed(int code, Instant at) {
        return with(content, poll, at, progress.failed(code), reactions, edits);
    }

    public SandboxMessage withPoll(Poll newPoll, Instant at) {
        return with(content, Optional.of(newPoll), at, progress, reactions, edits);
    }

    /** With this reaction, in place of a like one, and of the oldest when there are too many. */
    public SandboxMessage withReaction(Reaction reaction, Instant at) {
        List<Reaction> changed = new ArrayList<>(reactions);
        changed.removeIf(reaction::isLike);
        if (changed.size() == MAX_REACTIONS) {
            changed.remove(0);
        }
        changed.add(reaction);
        return with(content, poll, at, progress, List.copyOf(changed), edits);
    }

    public SandboxMessage withoutReaction(Reaction reaction, Instant at) {
        return with(
                content,
                poll,
                at,
                progress,
                reactions.stream().filter(each -> !each.isLike(reaction)).toList(),
                edits);
    }

    /** That can be reacted to: a poll has no parts and is reacted to as a whole. */
    public int partCount() {
        return poll.isPresent() ? 1 : content.parts().size();
    }

    public boolean needsIMessage() {
        return poll.isPresent() || content.needsIMessage();
    }

    public boolean hasReaction(Reaction reaction) {
        return reactions.stream().anyMatch(reaction::isLike);
    }

    private SandboxMessage with(
            MessageContent newContent,
            Optional<Poll> newPoll,
            Instant at,
            MessageProgress newProgress,
            List<Reaction> newReactions,
            int newEdits) {
        return new SandboxMessage(
                id,
                chatId,
                sender,
                fromMe,
                newContent,
                newPoll,
                traceId,
                createdAt,
                at,
                newProgress,
                newReactions,
                newEdits);
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object()
                .put("id", id)
                .put("chat_id", chatId)
                .put("sender", sender)
                .put("from_me", fromMe);
        json.set("content", content.json());
        json.set("poll", JsonTrees.orNull(poll.map(Poll::json)));
        json.put("trace_id", traceId).put("created_at", createdAt.toString()).put("updated_at", updatedAt.toString());
        json.set("delivery", progress.json());
        json.set("reactions", JsonTrees.array(reactions, Reaction::json));
        return json.put("edits", edits);
    }

    static SandboxMessage read(JsonNode json) {
        return new SandboxMessage(
                json.required("id").textValue(),
                json.required("chat_id").textValue(),
                json.required("sender").textValue(),
                json.required("from_me").booleanValue(),
                MessageContent.read(json.required("content")),
                JsonTrees.field(json, "poll").map(Poll::read),
                json.required("trace_id").textValue(),
                JsonTrees.instant(json, "created_at"),
                JsonTrees.instant(json, "updated_at"),
                MessageProgress.read(json.required("delivery")),
                json.required("reactions").valueStream().map(Reaction::read).toList(),
                json.required("edits").intValue());
    }
}
