package dev.linqroutes.sandbox.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** Reading and writing JSON trees. */
public final class JsonTrees {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper SHALLOW = shallow(100);

    private JsonTrees() {}

    private static JsonMapper shallow(int depth) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static <T> ArrayNode array(Collection<T> items, Function<T, JsonNode> view) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
        items.forEach(item -> array.add(view.apply(item)));
        return array;
    }

    public static ArrayNode texts(Collection<String> texts) {
        return array(texts, JsonNodeFactory.instance::textNode);
    }

    /** JSON null if empty: Linq's optional fields are present with null. */
    public static JsonNode orNull(Optional<? extends JsonNode> node) {
        return node.isPresent() ? node.get() : JsonNodeFactory.instance.nullNode();
    }

    public static JsonNode textOrNull(Optional<?> value) {
        return orNull(value.map(text -> JsonNodeFactory.instance.textNode(text.toString())));
    }

    /** The field's value, or empty where it is absent or null. */
    public static Optional<JsonNode> field(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    public static Optional<String> text(JsonNode node, String name) {
        return field(node, name).map(JsonNode::textValue);
    }

    public static Instant instant(JsonNode node, String name) {
        return Instant.parse(node.required(name).textValue());
    }

    /**
     * Reads what others sent and what is to become part of something larger, which would otherwise be too deep to be written.
     *
     * @throws IOException when these bytes are not exactly one JSON value, or it is nested deeper than 100
     */
    public static JsonNode readShallow(byte[] json) throws IOException {
        return SHALLOW.readTree(json);
    }

    /** @throws JsonProcessingException when this text is not exactly one JSON value */
    public static JsonNode read(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
