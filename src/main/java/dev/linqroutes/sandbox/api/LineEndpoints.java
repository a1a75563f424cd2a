package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The account's lines (reference 2.13). */
public final class LineEndpoints {
    private final List<String> lines;

    public LineEndpoints(List<String> lines) {
        this.lines = lines;
    }

    ApiResponse list(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("phone_numbers", JsonTrees.array(lines, LineEndpoints::view));
        return ApiResponse.ok(answer);
    }

    private static JsonNode view(String line) {
        ObjectNode view = JsonTrees.object()
                // Derived from the number, so that it survives a restart.
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
