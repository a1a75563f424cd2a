package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.CommandRefused.Identity;
import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.command.text.Quoting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Reads and validates commands. {@code schemas/command.schema.json} defines the structure. {@link CommandMapper},
 * {@link CommandEnricher} and the planner check what the schema cannot express.
 */
public final class CommandReader {
    /** In UTF-16 units: each of the 200 characters that the schema allows may have two. */
    private static final int MAX_IDENTIFIER_LENGTH = 400;

    /** Loads the schema with the first command: loading takes a tenth of the start time of the program. */
    private static final class Schema {
        static final CommandSchema COMMANDS = new CommandSchema();
    }

    /** All types of commands. */
    public static Set<String> types() {
        return Schema.COMMANDS.types();
    }

    /**
     * Returns the JSON of a command, to be parsed with {@link CommandJson#MAPPER}.
     *
     * @throws CommandRefused when a problem was found before, or the body is too large
     */
    public byte[] requireBytes(ReceivedCommand received) {
        if (!received.problems().isEmpty()) {
            throw new CommandRefused(Identity.unknown(), received.problems());
        }
        return CommandJson.requireSmall(received.body());
    }

    /**
     * Returns the command in the JSON, after schema validation. A CloudEvent is unwrapped.
     *
     * @throws CommandRefused with all problems
     */
    public JsonNode validate(@Body JsonNode value) {
        JsonNode json = unwrapCloudEvent(CommandJson.requireObject(value));
        Identity identity = identity(json);
        String type = identity.type().filter(Schema.COMMANDS.types()::contains).orElseThrow(() -> refuseForeignEnvelope(
                        json)
                .orElseGet(() -> new CommandRefused(identity, List.of(unknownType(json)))));
        WidthLimit.findProblem(json).ifPresent(problem -> {
            throw new CommandRefused(identity, List.of(problem));
        });
        List<Problem> problems = Schema.COMMANDS.validate(type, json);
        if (problems.isEmpty()) {
            problems = UnstorableTextCheck.findProblems(json);
        } else {
            // An outbox row also has a type. The problems of its fields would hide what it is.
            refuseForeignEnvelope(json).ifPresent(refused -> {
                throw refused;
            });
        }
        if (problems.isEmpty()) {
            problems = InvisibleTextCheck.findProblems(json);
        }
        if (!problems.isEmpty()) {
            throw new CommandRefused(identity, problems);
        }
        return json;
    }

    /**
     * Maps valid JSON to a command.
     *
     * @throws CommandRefused when fields contradict each other
     */
    public ChatCommand toCommand(@Variable("received") ReceivedCommand received, @Body JsonNode json) {
        return CommandMapper.map(received, json.get("type").textValue(), json);
    }

    private static JsonNode unwrapCloudEvent(JsonNode json) {
        return CloudEventReader.isCloudEvent(json)
                ? CloudEventReader.readCommand(json, CommandJson::parse, Schema.COMMANDS.types())
                : json;
    }

    /** Refuses an envelope with the identity of the command inside, so that the outcome reaches its producer. */
    private static Optional<CommandRefused> refuseForeignEnvelope(JsonNode json) {
        return ForeignEnvelope.detect(json, Schema.COMMANDS.types())
                .map(envelope -> new CommandRefused(
                        identity(envelope.command().orElse(json)), List.of(Problem.of(envelope.reason()))));
    }

    /** The fields that identify the command, as far as the ledger can store them. */
    private static Identity identity(JsonNode json) {
        return new Identity(
                identifier(json, "command_id"),
                identifier(json, "type"),
                identifier(json, "group_ref").map(GroupRefNormalizer::normalize).filter(CommandReader::isUsable),
                CommandFields.chatId(json).filter(CommandReader::isUsable));
    }

    private static Optional<String> identifier(JsonNode json, String field) {
        return CommandFields.text(json, field).filter(CommandReader::isUsable);
    }

    private static boolean isUsable(String identifier) {
        return !identifier.isEmpty()
                && identifier.length() <= MAX_IDENTIFIER_LENGTH
                && UnstorableTextCheck.isStorable(identifier);
    }

    private static Problem unknownType(JsonNode json) {
        String known = "known types are " + String.join(", ", Schema.COMMANDS.types());
        if (!json.has("type")) {
            return new Problem(
                    "/type", "the command has no type; " + suggestType(json).orElse(known));
        }
        JsonNode type = json.get("type");
        String given = type.isValueNode() ? type.asText() : type.toString();
        String advice = FieldSuggester.suggest(given, List.copyOf(Schema.COMMANDS.types()))
                .map(name -> "did you mean " + Quoting.quote(name) + "?")
                .orElse(known);
        return new Problem("/type", "unknown command type " + Quoting.quote(given) + "; " + advice);
    }

    /**
     * Suggests a misspelled {@code type}: .NET and Go capitalize names by default, and a spreadsheet may have a byte order mark
     * before its first column.
     */
    private static Optional<String> suggestType(JsonNode json) {
        return json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> DidYouMean.isSpelling(name, "type"))
                .findFirst()
                .map(name -> "it has " + Quoting.quote(name) + ", but "
                        + (CommandSchema.hasInvisible(name)
                                ? CommandSchema.INVISIBLE_IN_NAME
                                : "field names are in lower case with underscores, such as command_id"));
    }
}
