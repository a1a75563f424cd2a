package dev.linqroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linqroutes.command.CommandRefused.Identity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads commands. The shape is checked against {@code schemas/command.schema.json}; what the schema cannot say is
 * checked when the command is made, by {@link Enrichment} and by the planner.
 */
public final class CommandReader {
    /** A producer's command is far smaller; the ledger's columns on H2 end a little above. */
    private static final int LARGEST = 1_000_000;

    /** In Java's characters; the schema's 200 may each be two of them. */
    private static final int LONGEST_IDENTIFIER = 400;

    /** A message of 100 parts with 100 decorations each, as many as Linq takes, has 110,000. */
    private static final int MOST_TOKENS = 120_000;

    static final ObjectMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Read when the first command comes: it takes as long as a tenth of the program's start. */
    private static final class Schema {
        static final CommandSchema COMMANDS = new CommandSchema();
    }

    /**
     * Gives the command.
     *
     * @throws CommandRefused with everything that is wrong, if anything is
     */
    public ChatCommand read(Received received) {
        if (!received.problems().isEmpty()) {
            throw new CommandRefused(Identity.unknown(), received.problems());
        }
        JsonNode json = command(parse(received.body()));
        Identity identity = identity(json);
        String type = identity.type().filter(Schema.COMMANDS.types()::contains).orElseThrow(() -> noCommand(json)
                .orElseGet(() -> new CommandRefused(identity, List.of(unknownType(json)))));
        Breadth.problem(json).ifPresent(problem -> {
            throw new CommandRefused(identity, List.of(problem));
        });
        List<Problem> problems = Schema.COMMANDS.problems(type, json);
        if (problems.isEmpty()) {
            problems = UnusableText.in(json);
        } else {
            // An outbox row has a type, too; what the schema says of its fields would hide what it is.
            noCommand(json).ifPresent(refused -> {
                throw refused;
            });
        }
        if (problems.isEmpty()) {
            problems = InvisibleText.in(json);
        }
        if (!problems.isEmpty()) {
            throw new CommandRefused(identity, problems);
        }
        return CommandMaker.make(received, type, json);
    }

    private static JsonNode command(JsonNode json) {
        return CloudEvent.isOne(json) ? CloudEvent.command(json, CommandReader::parse, Schema.COMMANDS.types()) : json;
    }

    /** Of an envelope: told to whom the command in it belongs, so that the outcome finds its producer. */
    private static Optional<CommandRefused> noCommand(JsonNode json) {
        return Wrapper.in(json, Schema.COMMANDS.types())
                .map(wrapper -> new CommandRefused(
                        identity(wrapper.command().orElse(json)), List.of(Problem.of(wrapper.reason()))));
    }

    /** What identifies the command, as far as the ledger can hold it. */
    private static Identity identity(JsonNode json) {
        return new Identity(
                identifier(json, "command_id"),
                identifier(json, "type"),
                identifier(json, "group_ref").map(GroupRef::spelled).filter(CommandReader::isUsable),
                CommandMaker.chatId(json).filter(CommandReader::isUsable));
    }

    private static Optional<String> identifier(JsonNode json, String field) {
        return CommandMaker.text(json, field).filter(CommandReader::isUsable);
    }

    private static boolean isUsable(String identifier) {
        return !identifier.isEmpty() && identifier.length() <= LONGEST_IDENTIFIER && UnusableText.isUsable(identifier);
    }

    private static JsonNode parse(byte[] body) {
        if (body.length > LARGEST) {
            throw unreadable("the command has " + body.length + " bytes, at most " + LARGEST + " are taken");
        }
        try {
            JsonNode json = JSON.readTree(body);
            if (!json.isObject()) {
                throw unreadable(Wrapper.aroundNoObject(json));
            }
            return json;
        } catch (StreamConstraintsException e) {
            throw unreadable("not taken: " + JsonFault.words(e));
        } catch (IOException e) {
            throw unreadable(BinaryValue.reason(body).orElseGet(() -> notJson(body, e)));
        }
    }

    private static String notJson(byte[] body, IOException e) {
        if (!(e instanceof JsonProcessingException problem)) {
            return "not readable: " + e.getMessage();
        }
        String where = problem.getLocation() == null
                ? ""
                : " at line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr();
        String words = JsonFault.words(problem);
        return "not JSON" + where + ": " + words
                + TextHint.of(body, words)
                        .or(() -> JsonFault.meaning(words))
                        .map(hint -> "; " + hint)
                        .orElse("");
    }

    private static CommandRefused unreadable(String message) {
        return new CommandRefused(Identity.unknown(), List.of(Problem.of(message)));
    }

    private static Problem unknownType(JsonNode json) {
        String known = "known types are " + String.join(", ", Schema.COMMANDS.types());
        if (!json.has("type")) {
            return new Problem(
                    "/type",
                    "the command has no type; " + typeInOtherLetters(json).orElse(known));
        }
        JsonNode type = json.get("type");
        String given = type.isValueNode() ? type.asText() : type.toString();
        String meant = MeantField.nearest(given, List.copyOf(Schema.COMMANDS.types()))
                .map(name -> "; did you mean " + Shown.quoted(name) + "?")
                .orElse("");
        return new Problem("/type", "unknown command type " + Shown.quoted(given) + meant + "; " + known);
    }

    /** As .NET and Go write names unless told otherwise. */
    private static Optional<String> typeInOtherLetters(JsonNode json) {
        return json.properties().stream()
                .map(Map.Entry::getKey)
                .filter("type"::equalsIgnoreCase)
                .findFirst()
                .map(name -> "it has \"" + name + "\", and " + CommandSchema.NAMES);
    }
}
