package dev.linqroutes.ledger.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON in columns of the ledger: written by the ledger itself, so that reading it back cannot fail. */
public final class LedgerJson {
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private LedgerJson() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + value, e);
        }
    }

    public static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value", e);
        }
    }

    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // Not as its cause: it is an IOException, and routes take that for a Linq that did not answer.
            throw new IllegalStateException("the ledger holds broken JSON: " + e.getOriginalMessage());
        }
    }
}
