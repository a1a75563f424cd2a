package dev.linqroutes.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.NewCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A call as a person reads it. */
final class SentFor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SentFor() {}

    /** {@code POST /chats  to +1…, +1…: "Welcome!"} */
    static String told(NewCall call) {
        JsonNode body = read(call.body());
        List<String> said = new ArrayList<>();
        if (body.has("to")) {
            said.add("from " + body.path("from").asText() + " to " + texts(body.get("to")));
        }
        JsonNode message = body.path("message");
        for (JsonNode part : message.path("parts")) {
            said.add(part(part));
        }
        if (message.has("preferred_service")) {
            said.add("by " + message.get("preferred_service").asText());
        }
        if (body.has("display_name")) {
            said.add("name \"" + body.get("display_name").asText() + "\"");
        }
        if (body.has("group_chat_icon")) {
            said.add("icon " + body.get("group_chat_icon").asText());
        }
        return call.method() + " " + call.path()
                + (said.isEmpty() ? shownWhole(call.body()) : "  " + String.join("  ", said));
    }

    private static String part(JsonNode part) {
        String value = part.path("value").asText();
        return switch (part.path("type").asText()) {
            case "text" -> "\"" + value + "\"";
            case "link" -> "link preview " + value;
            default -> part.toString();
        };
    }

    private static String shownWhole(String body) {
        return body.isEmpty() || body.equals("{}") ? "" : "  " + body;
    }

    private static String texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan that is not JSON: " + body, e);
        }
    }
}
