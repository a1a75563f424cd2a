package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.text.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the field that somebody meant who wrote a name no field has: written as another language writes names, with a typing
 * error, by the name that a column of a sheet has, or beside {@code message} what belongs into it.
 */
final class FieldSuggester {
    /** What columns of sheets are called, too; and who writes both uses their names here. */
    private static final Map<String, List<String>> SYNONYMS = Map.ofEntries(
            Map.entry("ref", List.of("group_ref")),
            Map.entry("group", List.of("group_ref")),
            Map.entry("line", List.of("from")),
            Map.entry("to", List.of("handles")),
            Map.entry("handles", List.of("to")),
            Map.entry("handle", List.of("handles", "to")),
            Map.entry("members", List.of("to", "handles")),
            Map.entry("participants", List.of("to", "handles")),
            Map.entry("recipients", List.of("to", "handles")),
            Map.entry("name", List.of("display_name")),
            Map.entry("groupname", List.of("display_name")),
            Map.entry("icon", List.of("group_chat_icon")),
            Map.entry("template", List.of("text")),
            Map.entry("link", List.of("links")),
            Map.entry("service", List.of("preferred_service")));

    private final JsonNode schemas;

    /** @param schemas the document that holds them */
    FieldSuggester(JsonNode schemas) {
        this.schemas = schemas;
    }

    /** @param pointer of an object with fields, in a command */
    private record Scope(String pointer, JsonNode schema) {
        Optional<String> suggestPointer(String written) {
            return suggest(written, fieldNames(schema)).map(field -> pointer + "/" + field);
        }
    }

    /**
     * A pointer to it in a command, such as {@code /message/preferred_service}.
     *
     * @param written without a meaning where it stands
     * @param pointer of the object in which it stands
     * @param schema of that object
     * @param command schema of the whole command
     */
    Optional<String> suggestPointer(String written, String pointer, JsonNode schema, JsonNode command) {
        Scope here = new Scope(pointer, schema);
        Stream<Scope> within = fieldNames(schema).stream()
                .map(field -> new Scope(
                        pointer + "/" + field,
                        resolved(schema.path("properties").path(field))));
        return Stream.concat(Stream.concat(Stream.of(here), within), Stream.of(new Scope("", command)))
                .flatMap(place -> place.suggestPointer(written).stream())
                .findFirst();
    }

    /** Of an object, in their order. */
    static List<String> fieldNames(JsonNode schema) {
        List<String> fields = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** Of some names the one that is meant. */
    static Optional<String> suggest(String written, List<String> names) {
        String plain = normalize(written);
        return names.stream()
                .filter(name -> isSpelling(written, name))
                .findFirst()
                .or(() -> SYNONYMS.getOrDefault(plain, List.of()).stream()
                        .filter(names::contains)
                        .findFirst())
                .or(() -> DidYouMean.suggest(written, names));
    }

    /** Whether it is written as another language, or a program that reads sheets, writes the name. */
    static boolean isSpelling(String written, String name) {
        return normalize(written).equals(normalize(name));
    }

    /** {@code groupRef}, {@code Group-Ref} and {@code GROUP_REF} are one name. */
    private static String normalize(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#/") ? schemas.at(reference.substring(1)) : schema;
    }
}
