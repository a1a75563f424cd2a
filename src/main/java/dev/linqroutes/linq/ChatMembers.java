package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The members of a chat as Linq shows them: who left stays in the list, marked (reference 2.1). */
record ChatMembers(JsonNode handles) {
    private static final int MIN_ACTIVE_TO_REMOVE = 4;

    static ChatMembers of(JsonNode chat) {
        return new ChatMembers(chat.path("handles"));
    }

    /** Whether the chat tells of its members at all. */
    boolean isKnown() {
        return handles.isArray() && !handles.isEmpty();
    }

    /** Whether a change of the members has nothing more to do. */
    boolean hasTakenEffect(CallKind kind, Optional<String> handle) {
        return matching(kind, handle).anyMatch(ChatMembers::isActive) == (kind == CallKind.ADD_PARTICIPANT);
    }

    /** Whether that was so for a time that ended after then: who was added has gone since, who was removed has come back. */
    boolean hadTakenEffect(CallKind kind, Optional<String> handle, Instant then) {
        String ended = kind == CallKind.ADD_PARTICIPANT ? "left_at" : "joined_at";
        return matching(kind, handle)
                .flatMap(member -> ChatReader.readTime(member.path(ended)).stream())
                .anyMatch(end -> end.isAfter(then));
    }

    /** The rule of Linq that keeps these members from becoming fewer, if there is one (reference 5). */
    Optional<String> describeForbiddingRule(CallKind kind) {
        long active = stream().filter(ChatMembers::isActive).count();
        return kind == CallKind.ADD_PARTICIPANT || active >= MIN_ACTIVE_TO_REMOVE
                ? Optional.empty()
                : Optional.of("Linq lets nobody go from a group of less than " + MIN_ACTIVE_TO_REMOVE
                        + " active members, the line included, and this one has " + active);
    }

    private Stream<JsonNode> stream() {
        return StreamSupport.stream(handles.spliterator(), false);
    }

    /** The member that the change is about. */
    private Stream<JsonNode> matching(CallKind kind, Optional<String> handle) {
        return kind == CallKind.LEAVE_CHAT
                ? stream().filter(member -> member.path("is_me").asBoolean())
                : stream().filter(member -> normalize(member.path("handle").asText())
                        .equals(normalize(handle.orElseThrow())));
    }

    private static boolean isActive(JsonNode member) {
        String status = member.path("status").asText("");
        return status.isEmpty() || status.equals("null")
                ? member.path("left_at").isMissingNode()
                        || member.path("left_at").isNull()
                : status.equals("active");
    }

    static String normalize(String handle) {
        return handle.toLowerCase(Locale.ROOT);
    }
}
