package dev.linqroutes.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object of a request. Reading a field of the wrong type fails with the code of reference 1.5. Null counts as absent.
 * Remembers which fields were read, so that those that nobody knows can be named: {@link #addUnknown}.
 */
public final class JsonFields {
    private final ObjectNode node;
    private final String path;
    private final Set<String> known = new HashSet<>();
    private final Map<String, List<JsonFields>> nested = new LinkedHashMap<>();
    private boolean free;

    private JsonFields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** @param path path of the object in the body, for messages; empty for the body itself */
    public static JsonFields of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new JsonFields(object, path);
        }
        throw ApiError.malformed((path.isEmpty() ? "The body" : "'" + path + "'") + " must be a JSON object");
    }

    /** The object itself, to be copied; that reads none of its fields. */
    public ObjectNode node() {
        return node;
    }

    /** The object itself, in which any field is allowed. */
    public ObjectNode anything() {
        free = true;
        return node;
    }

    public String path() {
        return path;
    }

    /** The value whatever its type is. */
    public Optional<JsonNode> value(String name) {
        known.add(name);
        return JsonTrees.field(node, name);
    }

    public boolean has(String name) {
        return value(name).isPresent();
    }

    /** Whether the field is there, be it null. */
    public boolean mentions(String name) {
        known.add(name);
        return node.has(name);
    }

    /** These fields exist in Linq's API, although they have no effect here. */
    public void know(String... names) {
        Collections.addAll(known, names);
    }

    /** Adds the paths of fields that were never read, as long as there are fewer than so many. */
    void addUnknown(List<String> paths, int most) {
        if (free) {
            return;
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext() && paths.size() < most; ) {
            String name = names.next();
            if (!known.contains(name)) {
                paths.add(pathOf(name));
            }
        }
        nested.values().forEach(objects -> objects.forEach(object -> object.addUnknown(paths, most)));
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> ApiError.missingField(pathOf(name)));
    }

    public Optional<String> optionalText(String name) {
        return value(name).map(value -> {
            if (!value.isTextual()) {
                throw ApiError.malformed("'" + pathOf(name) + "' must be a string");
            }
            return value.textValue();
        });
    }

    public Optional<Boolean> optionalFlag(String name) {
        return value(name).map(value -> {
            if (!value.isBoolean()) {
                throw ApiError.malformed("'" + pathOf(name) + "' must be true or false");
            }
            return value.booleanValue();
        });
    }

    public Optional<Integer> optionalInt(String name) {
        return value(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw ApiError.malformed("'" + pathOf(name) + "' must be a whole number");
            }
            return value.intValue();
        });
    }

    public Optional<Double> optionalNumber(String name) {
        return value(name).map(value -> {
            if (!value.isNumber()) {
                throw ApiError.malformed("'" + pathOf(name) + "' must be a number");
            }
            return value.doubleValue();
        });
    }

    public Optional<JsonFields> optionalObject(String name) {
        return value(name).map(value -> nested.computeIfAbsent(name, same -> List.of(of(value, pathOf(name))))
                .get(0));
    }

    public JsonFields object(String name) {
        return optionalObject(name).orElseThrow(() -> ApiError.missingField(pathOf(name)));
    }

    public Optional<ArrayNode> optionalList(String name) {
        return value(name).map(value -> {
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
        return optionalList(name)
                .map(array -> nested.computeIfAbsent(name, same -> objects(array, pathOf(name))))
                .orElse(List.of());
    }

    private static List<JsonFields> objects(ArrayNode array, String path) {
        List<JsonFields> objects = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            objects.add(of(item, path + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** Path of a field in the body. */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
