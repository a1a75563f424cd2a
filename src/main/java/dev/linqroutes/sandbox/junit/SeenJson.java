package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON that the sandbox has answered. Its text is for whatever library a project reads JSON with. */
abstract class SeenJson {
    private final JsonNode json;

    SeenJson(JsonNode json) {
        this.json = json;
    }

    final JsonNode node() {
        return json;
    }

    /** All that the sandbox tells of it, as the text of a JSON object. */
    public final String json() {
        return json.toString();
    }

    /** JSON as it is; text that is no JSON without its quotes; nothing as an empty text. */
    static String text(JsonNode node) {
        return node.isContainerNode() ? node.toString() : node.asText("");
    }
}
