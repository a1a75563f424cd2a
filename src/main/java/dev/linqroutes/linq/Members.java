package dev.linqroutes.linq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.Call;
import dev.linqroutes.ledger.CallKind;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The members of a chat as Linq shows them: who left stays in the list, marked (reference 2.1). */
record Members(JsonNode handles) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Members of(JsonNode chat) {
        return new Members(chat.path("handles"));
    }

    /** Whether the chat tells of its members at all. */
    boolean areShown() {
        return handles.isArray() && !handles.isEmpty();
    }

    /** Whether the call has nothing more to do. */
    boolean areAsWantedBy(Call call) {
        if (call.kind() == CallKind.LEAVE_CHAT) {
            return stream().noneMatch(member -> member.path("is_me").asBoolean() && isActive(member));
        }
        String wanted = handle(call);
        boolean in = stream()
                .anyMatch(member -> wanted.equals(normal(member.path("handle").asText())) && isActive(member));
        return in == (call.kind() == CallKind.ADD_PARTICIPANT);
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

    private static String handle(Call call) {
        try {
            return normal(JSON.readTree(call.body()).path("handle").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(call.name() + " has no JSON body", e);
        }
    }

    private static String normal(String handle) {
        return handle.toLowerCase(Locale.ROOT);
    }
}
