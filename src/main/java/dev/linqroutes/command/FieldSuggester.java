package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.text.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Suggests the field that was meant by an unknown field name: a name in the style of another language, a typing error, a column
 * name of spreadsheets, or a field that belongs inside or outside {@code message}.
 */
final class FieldSuggester {
    /** Names of spreadsheet columns, which producers that write both also use in commands. */
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
            // A message refers to another one otherwise than a reaction.
            Map.entry("messageof", List.of("reply_to")),
            Map.entry("replyto", List.of("message_of")),
            Map.entry("link", List.of("links")),
            Map.entry("service", List.of("preferred_service")));

    private final JsonNode schemas;

    /** @param schemas the document with all definitions */
    FieldSuggester(JsonNode schemas) {
        this.schemas = schemas;
    }

    /** @param pointer of an object in a command */
    private record Scope(String pointer, JsonNode schema) {
        Optional<String> suggestPointer(String written) {
            return suggest(written, fieldNames(schema)).map(field -> pointer + "/" + field);
        }
    }

    /**
     * Returns a pointer to the suggested field, such as {@code /message/preferred_service}.
     *
     * @param written the unknown name
     * @param pointer of the object that contains it
     * @param schema of that object
     * @param command schema of the whole command
     */
    Optional<String> suggestPointer(String written, String pointer, JsonNode schema, JsonNode command) {
        Scope own = new Scope(pointer, schema);
        Stream<Scope> within = fieldNames(schema).stream()
                .map(field -> new Scope(
                        pointer + "/" + field,
                        resolved(schema.path("properties").path(field))));
        return Stream.concat(Stream.of(own, new Scope("", command)), within)
                .flatMap(scope -> scope.suggestPointer(written).stream())
                .findFirst();
    }

    /** Names of the fields of an object, in the order of the schema. */
    static List<String> fieldNames(JsonNode schema) {
        List<String> fields = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** Returns the name that was probably meant. */
    static Optional<String> suggest(String written, List<String> names) {
        String plain = DidYouMean.normalize(written);
        return names.stream()
                .filter(name -> DidYouMean.isSpelling(written, name))
                .findFirst()
                .or(() -> SYNONYMS.getOrDefault(plain, List.of()).stream()
                        .filter(names::contains)
                        .findFirst())
                .or(() -> DidYouMean.suggest(written, names));
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#/") ? schemas.at(reference.substring(1)) : schema;
    }
}
