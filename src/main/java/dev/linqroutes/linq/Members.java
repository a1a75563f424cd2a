package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.ChatReader;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The members of a chat as Linq shows them: who left stays in the list, marked (reference 2.1). */
record Members(JsonNode handles) {
    private static final int FEWEST_BEFORE_ONE_GOES = 4;

    static Members of(JsonNode chat) {
        return new Members(chat.path("handles"));
    }

    /** Whether the chat tells of its members at all. */
    boolean areShown() {
        return handles.isArray() && !handles.isEmpty();
    }

    /** Whether a change of the members has nothing more to do. */
    boolean areAsWanted(CallKind kind, Optional<String> handle) {
        return of(kind, handle).anyMatch(Members::isActive) == (kind == CallKind.ADD_PARTICIPANT);
    }

    /** Whether that was so for a time that ended after then: who was added has gone since, who was removed has come back. */
    boolean wereAsWanted(CallKind kind, Optional<String> handle, Instant then) {
        String ended = kind == CallKind.ADD_PARTICIPANT ? "left_at" : "joined_at";
        return of(kind, handle)
                .flatMap(member -> ChatReader.time(member.path(ended)).stream())
                .anyMatch(end -> end.isAfter(then));
    }

    /** The rule of Linq that keeps these members from becoming fewer, if there is one (reference 5). */
    Optional<String> forbid(CallKind kind) {
        long active = stream().filter(Members::isActive).count();
        return kind == CallKind.ADD_PARTICIPANT || active >= FEWEST_BEFORE_ONE_GOES
                ? Optional.empty()
                : Optional.of("Linq lets nobody go from a group of less than " + FEWEST_BEFORE_ONE_GOES
                        + " active members, the line included, and this one has " + active);
    }

    private Stream<JsonNode> stream() {
        return StreamSupport.stream(handles.spliterator(), false);
    }

    /** The member that the change is about. */
    private Stream<JsonNode> of(CallKind kind, Optional<String> handle) {
        return kind == CallKind.LEAVE_CHAT
                ? stream().filter(member -> member.path("is_me").asBoolean())
                : stream()
                        .filter(member -> normal(member.path("handle").asText()).equals(normal(handle.orElseThrow())));
    }

    private static boolean isActive(JsonNode member) {
        String status = member.path("status").asText("");
        return status.isEmpty() || status.equals("null")
                ? member.path("left_at").isMissingNode()
                        || member.path("left_at").isNull()
                : status.equals("active");
    }

    static String normal(String handle) {
        return handle.toLowerCase(Locale.ROOT);
    }
}
