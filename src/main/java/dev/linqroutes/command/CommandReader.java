package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.CommandRefused.Identity;
import dev.linqroutes.command.text.Quoting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Reads commands. The shape is checked against {@code schemas/command.schema.json}; what the schema cannot say is
 * checked when the command is made, by {@link CommandEnricher} and by the planner.
 */
public final class CommandReader {
    /** In Java's characters; the schema's 200 may each be two of them. */
    private static final int MAX_IDENTIFIER_LENGTH = 400;

    /** Read when the first command comes: it takes as long as a tenth of the program's start. */
    private static final class Schema {
        static final CommandSchema COMMANDS = new CommandSchema();
    }

    /**
     * The JSON of a command, to be parsed by {@link CommandJson#MAPPER}.
     *
     * @throws CommandRefused when it was refused before it came here, or is too large
     */
    public byte[] requireBytes(ReceivedCommand received) {
        if (!received.problems().isEmpty()) {
            throw new CommandRefused(Identity.unknown(), received.problems());
        }
        return CommandJson.requireSmall(received.body());
    }

    /**
     * The command in the JSON, which is the data of a CloudEvent if it is one, and keeps to the schema.
     *
     * @throws CommandRefused with everything that is wrong, if anything is
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
            // An outbox row has a type, too; what the schema says of its fields would hide what it is.
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
     * Makes the command of JSON that keeps to the schema.
     *
     * @throws CommandRefused when its fields contradict each other
     */
    public ChatCommand toCommand(@Variable("received") ReceivedCommand received, @Body JsonNode json) {
        return CommandMapper.map(received, json.get("type").textValue(), json);
    }

    private static JsonNode unwrapCloudEvent(JsonNode json) {
        return CloudEventReader.isCloudEvent(json)
                ? CloudEventReader.readCommand(json, CommandJson::parse, Schema.COMMANDS.types())
                : json;
    }

    /** Of an envelope: told to whom the command in it belongs, so that the outcome finds its producer. */
    private static Optional<CommandRefused> refuseForeignEnvelope(JsonNode json) {
        return ForeignEnvelope.detect(json, Schema.COMMANDS.types())
                .map(wrapper -> new CommandRefused(
                        identity(wrapper.command().orElse(json)), List.of(Problem.of(wrapper.reason()))));
    }

    /** What identifies the command, as far as the ledger can hold it. */
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

    /** As .NET and Go write names unless told otherwise, and with the mark that a sheet had before its first column. */
    private static Optional<String> suggestType(JsonNode json) {
        return json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> FieldSuggester.isSpelling(name, "type"))
                .findFirst()
                .map(name -> "it has " + Quoting.quote(name) + ", but "
                        + (CommandSchema.hasInvisible(name)
                                ? CommandSchema.INVISIBLE_IN_NAME
                                : "names of fields are in small letters, with underscores, such as command_id"));
    }
}
