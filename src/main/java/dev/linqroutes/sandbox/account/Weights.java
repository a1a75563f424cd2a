package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Approximate bytes of memory. */
final class Weights {
    /** Of an object with its references, of which there are a few. */
    static final long OBJECT = 100;

    private Weights() {}

    static long of(String text) {
        return OBJECT / 2 + text.length();
    }

    static long of(JsonNode json) {
        long weight = json.isTextual() ? of(json.textValue()) : OBJECT / 2;
        for (JsonNode item : json) {
            weight += of(item);
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            weight += of(field.getKey());
        }
        return weight;
    }
}
