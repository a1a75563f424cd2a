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

/** Reads JSON leniently: of truncated JSON, everything before the end. */
final class LenientJsonReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deque<JsonNode> openNodes = new ArrayDeque<>();
    private JsonNode root = MissingNode.getInstance();
    private String field = "";
    private boolean truncated;

    private LenientJsonReader() {}

    /**
     * @param complete the document; a missing node if it is no JSON, or truncated
     * @param readable the document, or of a truncated one the part before its end; a missing node if it is no JSON
     */
    record ParsedJson(JsonNode complete, JsonNode readable) {}

    static ParsedJson parse(byte[] body) {
        try {
            // In any Unicode encoding, with or without a byte order mark.
            JsonNode json = JSON.readTree(body);
            JsonNode document = json == null ? MissingNode.getInstance() : json;
            return new ParsedJson(document, document);
        } catch (IOException e) {
            // Everything that is used is ASCII, even if a gateway has garbled the letters of a name.
            LenientJsonReader reader = new LenientJsonReader();
            JsonNode readable = reader.read(new String(body, StandardCharsets.ISO_8859_1));
            return new ParsedJson(reader.truncated ? MissingNode.getInstance() : readable, readable);
        }
    }

    private JsonNode read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                JsonToken current = token;
                if (current.isStructEnd()) {
                    openNodes.pop();
                } else if (current == JsonToken.FIELD_NAME) {
                    field = parser.currentName();
                } else if (current.isStructStart()) {
                    JsonNode opened = current == JsonToken.START_OBJECT ? NODES.objectNode() : NODES.arrayNode();
                    add(opened);
                    openNodes.push(opened);
                }
                JsonNode value = current.isScalarValue() ? parser.readValueAsTree() : root;
                // A number at the end may lack digits.
                token = parser.nextToken();
                if (current.isScalarValue()) {
                    add(value);
                }
            }
        } catch (IOException e) {
            // What was read so far is used.
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
