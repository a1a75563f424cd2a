package dev.linqroutes.console;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import dev.linqroutes.command.CommandJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Finds the places of fields and entries in a JSON text. */
final class JsonPlaces {
    private JsonPlaces() {}

    /**
     * A place in a text.
     *
     * @param line counted from 1
     * @param column counted from 1, in UTF-16 units
     * @param exact whether the field itself is there; otherwise the innermost that contains it
     */
    record Place(int line, int column, boolean exact) {
        static Place of(JsonLocation location, boolean exact) {
            return new Place(location.getLineNr(), location.getColumnNr(), exact);
        }
    }

    /**
     * The name of the field, or the beginning of the entry, to which the pointer leads, or as far as it leads.
     *
     * @param text valid JSON
     */
    static Place find(String text, JsonPointer pointer) {
        try (JsonParser parser = CommandJson.MAPPER.createParser(text)) {
            parser.nextToken();
            JsonLocation deepest = parser.currentTokenLocation();
            JsonPointer rest = pointer;
            while (!rest.matches()) {
                Step step = descend(parser, rest);
                if (step == null) {
                    return Place.of(deepest, false);
                }
                deepest = step.location;
                rest = step.rest;
            }
            return Place.of(deepest, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Step(JsonLocation location, JsonPointer rest) {}

    /** Moves the parser to the value that the first part of the pointer names; null if there is none. */
    private static Step descend(JsonParser parser, JsonPointer pointer) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                JsonPointer rest = pointer.matchProperty(parser.currentName());
                JsonLocation name = parser.currentTokenLocation();
                parser.nextToken();
                if (rest != null) {
                    return new Step(name, rest);
                }
                parser.skipChildren();
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                JsonPointer rest = pointer.matchElement(i);
                if (rest != null) {
                    return new Step(parser.currentTokenLocation(), rest);
                }
                parser.skipChildren();
            }
        }
        return null;
    }
}
