package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON object of a request. Every read refuses what has the wrong shape, with the code of reference 1.5. Null counts
 * as absent.
 *
 * @param path where the object stands in the body, for messages; empty for the body itself
 */
record Fields(ObjectNode node, String path) {

    static Fields of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new Fields(object, path);
        }
        throw Refusal.shape((path.isEmpty() ? "The body" : "'" + path + "'") + " must be a JSON object");
    }

    boolean has(String name) {
        return Json.field(node, name).isPresent();
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> Refusal.missing(at(name)));
    }

    Optional<String> optionalText(String name) {
        return Json.field(node, name).map(value -> {
            if (!value.isTextual()) {
                throw Refusal.shape("'" + at(name) + "' must be a string");
            }
            return value.textValue();
        });
    }

    Optional<Boolean> optionalFlag(String name) {
        return Json.field(node, name).map(value -> {
            if (!value.isBoolean()) {
                throw Refusal.shape("'" + at(name) + "' must be true or false");
            }
            return value.booleanValue();
        });
    }

    Optional<Fields> optionalObject(String name) {
        return Json.field(node, name).map(value -> of(value, at(name)));
    }

    Fields object(String name) {
        return optionalObject(name).orElseThrow(() -> Refusal.missing(at(name)));
    }

    Optional<ArrayNode> optionalList(String name) {
        return Json.field(node, name).map(value -> {
            if (value instanceof ArrayNode array) {
                return array;
            }
            throw Refusal.shape("'" + at(name) + "' must be a list");
        });
    }

    Optional<List<String>> optionalTexts(String name) {
        return optionalList(name).map(array -> {
            List<String> texts = new ArrayList<>();
            for (JsonNode item : array) {
                if (!item.isTextual()) {
                    throw Refusal.shape("'" + at(name) + "' must hold strings only");
                }
                texts.add(item.textValue());
            }
            return texts;
        });
    }

    List<String> texts(String name) {
        return optionalTexts(name).orElseThrow(() -> Refusal.missing(at(name)));
    }

    /** The objects in a list, empty when it is absent. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        optionalList(name).ifPresent(array -> {
            for (JsonNode item : array) {
                objects.add(of(item, at(name) + "[" + objects.size() + "]"));
            }
        });
        return objects;
    }

    /** Name of a field as a reader of the body would write it. */
    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
