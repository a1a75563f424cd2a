package dev.linqroutes.ledger.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON in columns of the ledger. The ledger wrote it itself: JSON that cannot be read is a defect. */
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
            // Without the cause: it is an IOException, which routes treat as a connection failure of Linq.
            throw new IllegalStateException("invalid JSON in the ledger: " + e.getOriginalMessage());
        }
    }
}
