package dev.linqroutes.erase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.linqroutes.command.handle.HandleFinder;
import dev.linqroutes.ledger.chat.TextMask;
import dev.linqroutes.ledger.model.ErasedContent;

/** Masks a handle in texts. In JSON it finds it in escaped texts, in names of fields and in numbers, and the result is valid JSON. */
public final class PersonMask implements TextMask {
    private static final ObjectMapper JSON = JsonMapper.builder()
            // The values of other fields stay as they are written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HandleFinder finder;

    public PersonMask(HandleFinder finder) {
        this.finder = finder;
    }

    /** The same object when the person is not named in it. */
    @Override
    public String apply(String text) {
        boolean mayBeJson = text.startsWith("{") || text.startsWith("[");
        String masked = finder.mask(text, ErasedContent.MASK);
        if (!mayBeJson || (masked.equals(text) && text.indexOf('\\') < 0)) {
            return masked;
        }
        try {
            JsonNode json = JSON.readTree(text);
            JsonNode result = masked(json);
            return result.equals(json) ? text : result.toString();
        } catch (JsonProcessingException e) {
            // Some other text that begins like JSON.
            return masked;
        }
    }

    private JsonNode masked(JsonNode json) {
        if (json.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            json.fields()
                    .forEachRemaining(field ->
                            object.set(finder.mask(field.getKey(), ErasedContent.MASK), masked(field.getValue())));
            return object;
        }
        if (json.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            json.forEach(element -> array.add(masked(element)));
            return array;
        }
        String text = json.asText();
        String masked = finder.mask(text, ErasedContent.MASK);
        return masked.equals(text) ? json : TextNode.valueOf(masked);
    }
}
