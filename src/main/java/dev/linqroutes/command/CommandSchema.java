package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.OuterWhitespace;
import dev.linqroutes.command.text.Quoting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Validates commands against the published schema, and describes each violation for the producer. */
final class CommandSchema {
    private static final String FILE = "classpath:schemas/command.schema.json";

    /** A producer who has corrected these knows the right names. Finding hints for thousands of fields would take a second. */
    private static final int MAX_HINTS = 20;

    static final String INVISIBLE_IN_NAME = "an invisible character or white space is in its name";

    private final Map<String, JsonSchema> byType = new LinkedHashMap<>();
    private final JsonNode schemas;
    private final FieldSuggester fieldSuggester;

    CommandSchema() {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .regularExpressionFactory(new WholeStringPatterns())
                .build();
        schemas = factory.getSchema(SchemaLocation.of(FILE), config).getSchemaNode();
        fieldSuggester = new FieldSuggester(schemas);
        for (JsonNode command : schemas.get("oneOf")) {
            String reference = command.get("$ref").textValue();
            byType.put(
                    reference.substring(reference.lastIndexOf('/') + 1),
                    factory.getSchema(SchemaLocation.of(FILE + reference), config));
        }
    }

    Set<String> types() {
        return byType.keySet();
    }

    List<Problem> validate(String type, JsonNode json) {
        List<ValidationMessage> messages = List.copyOf(byType.get(type).validate(json));
        return IntStream.range(0, messages.size())
                .mapToObj(i -> problem(type, messages.get(i), i < MAX_HINTS))
                .distinct()
                .toList();
    }

    private Problem problem(String type, ValidationMessage message, boolean withHint) {
        String hint = withHint && message.getType().equals("additionalProperties") ? suggest(type, message) : "";
        return new Problem(pointer(message), describe(message) + hint);
    }

    private static String pointer(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        String property = message.getProperty();
        return property == null ? at : at + "/" + Problem.escapePointer(property);
    }

    private static String describe(ValidationMessage message) {
        Object[] arguments = message.getArguments();
        return switch (message.getType()) {
            case "required" -> "is missing";
            case "additionalProperties" -> "is not a field of this command";
            case "type" ->
                "must be of type " + describeTypes(arguments[1]) + ", is " + arguments[0]
                        + (arguments[0].toString().equals("null") ? "; leave out a field that has no value" : "");
            case "minLength", "minProperties" -> "must not be empty";
            case "minItems" ->
                arguments[0].toString().equals("1")
                        ? "must not be empty"
                        : "needs at least " + arguments[0] + " entries";
            case "maxLength" -> "is too long: at most " + arguments[0] + " characters are allowed";
            case "maxItems" -> "has too many entries: at most " + arguments[0] + " are allowed";
            case "maxProperties" -> "allows only one of its fields";
            case "pattern" -> describePattern(message);
            case "minimum" -> "must be at least " + arguments[0];
            case "maximum" -> "must be at most " + arguments[0];
            case "const" -> "can only be " + arguments[0];
            case "enum" -> "must be one of " + arguments[0] + describeValue(message.getInstanceNode());
            default -> message.getError();
        };
    }

    /** Several types are in brackets: {@code [string, object]}. */
    private static String describeTypes(Object allowed) {
        return allowed.toString().replaceAll("[\\[\\]]", "").replace(", ", " or ");
    }

    private String suggest(String type, ValidationMessage message) {
        if (hasInvisible(message.getProperty())) {
            return "; " + INVISIBLE_IN_NAME;
        }
        String keyword = message.getSchemaLocation().getFragment().toString();
        JsonNode parent = schemas.at(keyword.substring(0, keyword.lastIndexOf('/')));
        String at = message.getInstanceLocation().toString();
        return fieldSuggester
                .suggestPointer(
                        message.getProperty(), at, parent, byType.get(type).getSchemaNode())
                .map(pointer -> "; did you mean " + pointer + "?")
                .orElseGet(() -> "; allowed fields are " + String.join(", ", FieldSuggester.fieldNames(parent)));
    }

    static boolean hasInvisible(String name) {
        return name.codePoints()
                .anyMatch(each -> InvisibleCharacters.isInvisible(each) || InvisibleCharacters.isSpace(each));
    }

    private static String describePattern(ValidationMessage message) {
        String value = message.getInstanceNode().asText();
        if (OuterWhitespace.isPresent(value)) {
            return "has white space or a line break at its start or end; remove it";
        }
        String field = message.getInstanceLocation().getName(-1);
        if (field.endsWith("_id")) {
            return "must be " + (field.startsWith("a") ? "an " : "a ") + field.replace('_', ' ') + " of Linq, a UUID";
        }
        return value.startsWith("https://")
                ? "must be an address without white space"
                : "must be an address that begins with https://";
    }

    private static String describeValue(JsonNode value) {
        String text = value == null ? "" : value.asText();
        return text.isEmpty() ? "" : ", is " + Quoting.quote(text);
    }
}
