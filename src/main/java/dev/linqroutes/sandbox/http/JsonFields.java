package dev.linqroutes.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON object of a request. Reading a field of the wrong type fails with the code of reference 1.5. Null counts as absent.
 *
 * @param path path of the object in the body, for messages; empty for the body itself
 */
public record JsonFields(ObjectNode node, String path) {

    public static JsonFields of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new JsonFields(object, path);
        }
        throw ApiError.malformed((path.isEmpty() ? "The body" : "'" + path + "'") + " must be a JSON object");
    }

    public boolean has(String name) {
        return JsonTrees.field(node, name).isPresent();
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> ApiError.missingField(pathOf(name)));
    }

    public Optional<String> optionalText(String name) {
        return JsonTrees.field(node, name).map(value -> {
            if (!value.isTextual()) {
                throw ApiError.malformed("'" + pathOf(name) + "' must be a string");
            }
            return value.textValue();
        });
    }

    public Optional<Boolean> optionalFlag(String name) {
        return JsonTrees.field(node, name).map(value -> {
            if (!value.isBoolean()) {
                throw ApiError.malformed("'" + pathOf(name) + "' must be true or false");
            }
            return value.booleanValue();
        });
    }

    public Optional<Integer> optionalInt(String name) {
        return JsonTrees.field(node, name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw ApiError.malformed("'" + pathOf(name) + "' must be a whole number");
            }
            return value.intValue();
        });
    }

    public Optional<JsonFields> optionalObject(String name) {
        return JsonTrees.field(node, name).map(value -> of(value, pathOf(name)));
    }

    public JsonFields object(String name) {
        return optionalObject(name).orElseThrow(() -> ApiError.missingField(pathOf(name)));
    }

    public Optional<ArrayNode> optionalList(String name) {
        return JsonTrees.field(node, name).map(value -> {
            if (value instanceof ArrayNode array) {
                return array;
            }
            throw ApiError.malformed("'" + pathOf(name) + "' must be a list");
        });
    }

    public Optional<List<String>> optionalTexts(String name) {
        return optionalList(name).map(array -> {
            List<String> texts = new ArrayList<>();
            for (JsonNode item : array) {
                if (!item.isTextual()) {
                    throw ApiError.malformed("'" + pathOf(name) + "' must contain only strings");
                }
                texts.add(item.textValue());
            }
            return texts;
        });
    }

    public List<String> texts(String name) {
        return optionalTexts(name).orElseThrow(() -> ApiError.missingField(pathOf(name)));
    }

    /** The objects of a list; empty if absent. */
    public List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        optionalList(name).ifPresent(array -> {
            for (JsonNode item : array) {
                objects.add(of(item, pathOf(name) + "[" + objects.size() + "]"));
            }
        });
        return objects;
    }

    /** Path of a field in the body. */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
