package dev.linqroutes.linq;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads JSON as far as it can be read: of one that breaks off, what stands before the end. */
final class LenientJsonReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deque<JsonNode> openNodes = new ArrayDeque<>();
    private JsonNode root = MissingNode.getInstance();
    private String field = "";
    private boolean truncated;

    private LenientJsonReader() {}

    /**
     * @param complete missing when it is none
     * @param readable the same, or of one that breaks off what stands before the end; missing when it begins as none
     */
    record ParsedJson(JsonNode complete, JsonNode readable) {}

    static ParsedJson parse(byte[] body) {
        try {
            // In any Unicode encoding, with or without its mark.
            JsonNode json = JSON.readTree(body);
            JsonNode whole = json == null ? MissingNode.getInstance() : json;
            return new ParsedJson(whole, whole);
        } catch (IOException e) {
            // All that counts is ASCII, whatever a gateway has made of the letters of a name.
            LenientJsonReader reader = new LenientJsonReader();
            JsonNode readable = reader.read(new String(body, StandardCharsets.ISO_8859_1));
            return new ParsedJson(reader.truncated ? MissingNode.getInstance() : readable, readable);
        }
    }

    private JsonNode read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                JsonToken now = token;
                if (now.isStructEnd()) {
                    openNodes.pop();
                } else if (now == JsonToken.FIELD_NAME) {
                    field = parser.currentName();
                } else if (now.isStructStart()) {
                    JsonNode begun = now == JsonToken.START_OBJECT ? NODES.objectNode() : NODES.arrayNode();
                    add(begun);
                    openNodes.push(begun);
                }
                JsonNode value = now.isScalarValue() ? parser.readValueAsTree() : root;
                // A number that nothing follows may lack digits.
                token = parser.nextToken();
                if (now.isScalarValue()) {
                    add(value);
                }
            }
        } catch (IOException e) {
            // What came before it counts.
            truncated = true;
        }
        return root;
    }

    private void add(JsonNode value) {
        if (root.isMissingNode()) {
            root = value;
        } else if (openNodes.peek() instanceof ObjectNode object) {
            object.set(field, value);
        } else if (openNodes.peek() instanceof ArrayNode array) {
            array.add(value);
        }
    }
}
