package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The account's lines (reference 2.13). */
final class LineCalls {
    private final List<String> lines;

    LineCalls(List<String> lines) {
        this.lines = lines;
    }

    Answer list(Request request) {
        ObjectNode answer = Json.object();
        answer.set("phone_numbers", Json.array(lines, LineCalls::view));
        return Answer.ok(answer);
    }

    private static JsonNode view(String line) {
        ObjectNode view = Json.object()
                // The same id after every restart, without keeping it.
                .put(
                        "id",
                        UUID.nameUUIDFromBytes(line.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("phone_number", line);
        view.putObject("reputation")
                .put("status", "HEALTHY")
                .put("doc_url", "https://docs.linqapp.com/guides/chats/chat-health#healthy");
        return view.putNull("forwarding_number");
    }
}
