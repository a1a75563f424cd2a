package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.CallKind;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The members of a chat as Linq shows them: who left stays in the list, marked (reference 2.1). */
record Members(JsonNode handles) {
    static Members of(JsonNode chat) {
        return new Members(chat.path("handles"));
    }

    /** Whether the chat tells of its members at all. */
    boolean areShown() {
        return handles.isArray() && !handles.isEmpty();
    }

    /** Whether a change of the members has nothing more to do. */
    boolean areAsWanted(CallKind kind, Optional<String> handle) {
        if (kind == CallKind.LEAVE_CHAT) {
            return stream().noneMatch(member -> member.path("is_me").asBoolean() && isActive(member));
        }
        String wanted = normal(handle.orElseThrow());
        boolean in = stream()
                .anyMatch(member -> wanted.equals(normal(member.path("handle").asText())) && isActive(member));
        return in == (kind == CallKind.ADD_PARTICIPANT);
    }

    private Stream<JsonNode> stream() {
        return StreamSupport.stream(handles.spliterator(), false);
    }

    private static boolean isActive(JsonNode member) {
        String status = member.path("status").asText("");
        return status.isEmpty() || status.equals("null")
                ? member.path("left_at").isMissingNode()
                        || member.path("left_at").isNull()
                : status.equals("active");
    }

    private static String normal(String handle) {
        return handle.toLowerCase(Locale.ROOT);
    }
}
