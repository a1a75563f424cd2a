package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.chat.HandleKey;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The members of a chat as Linq shows them; former members stay in the list with their status (reference 2.1). */
record ChatMembers(JsonNode handles) {
    private static final int MIN_ACTIVE_TO_REMOVE = 4;

    static ChatMembers of(JsonNode chat) {
        return new ChatMembers(chat.path("handles"));
    }

    /** Whether the chat lists its members. */
    boolean isKnown() {
        return handles.isArray() && !handles.isEmpty();
    }

    /** Whether the members are as the change requests. */
    boolean hasTakenEffect(CallKind kind, Optional<String> handle) {
        return matching(kind, handle).anyMatch(ChatMembers::isActive) == (kind == CallKind.ADD_PARTICIPANT);
    }

    /** Whether they were so and no longer are, since a time after {@code then}: the added member left, or the removed one returned. */
    boolean hadTakenEffect(CallKind kind, Optional<String> handle, Instant then) {
        String ended = kind == CallKind.ADD_PARTICIPANT ? "left_at" : "joined_at";
        return matching(kind, handle)
                .flatMap(member -> ChatReader.readTime(member.path(ended)).stream())
                .anyMatch(end -> end.isAfter(then));
    }

    /**
     * Whether the members were as the change requests before {@code then}, as far as Linq shows it: nothing had to be changed. Former
     * members stay in the list (reference 2.1).
     */
    boolean wasUnnecessary(CallKind kind, Optional<String> handle, Instant then) {
        return kind == CallKind.ADD_PARTICIPANT
                ? matching(kind, handle)
                        .filter(ChatMembers::isActive)
                        .anyMatch(member -> isBefore(member.path("joined_at"), then))
                : kind == CallKind.REMOVE_PARTICIPANT
                        && matching(kind, handle)
                                .allMatch(member -> !isActive(member) && isBefore(member.path("left_at"), then));
    }

    private static boolean isBefore(JsonNode time, Instant then) {
        return ChatReader.readTime(time).filter(then::isAfter).isPresent();
    }

    /** Linq's rule that forbids to remove a member from this chat, if there is one (reference 5). */
    Optional<String> describeForbiddingRule(CallKind kind) {
        long active = stream().filter(ChatMembers::isActive).count();
        return kind == CallKind.ADD_PARTICIPANT || active >= MIN_ACTIVE_TO_REMOVE
                ? Optional.empty()
                : Optional.of("Linq removes no member from a group of fewer than " + MIN_ACTIVE_TO_REMOVE
                        + " active members, including the line; this group has " + active);
    }

    private Stream<JsonNode> stream() {
        return StreamSupport.stream(handles.spliterator(), false);
    }

    /** The entries of the member that the change is about. */
    private Stream<JsonNode> matching(CallKind kind, Optional<String> handle) {
        return kind == CallKind.LEAVE_CHAT
                ? stream().filter(member -> member.path("is_me").asBoolean())
                : stream().filter(member -> HandleKey.of(member.path("handle").asText())
                        .equals(HandleKey.of(handle.orElseThrow())));
    }

    private static boolean isActive(JsonNode member) {
        String status = member.path("status").asText("");
        return status.isEmpty() || status.equals("null")
                ? member.path("left_at").isMissingNode()
                        || member.path("left_at").isNull()
                : status.equals("active");
    }
}
