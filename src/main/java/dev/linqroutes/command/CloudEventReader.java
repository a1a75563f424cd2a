package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.command.text.OuterWhitespace;
import dev.linqroutes.command.text.Quoting;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A command as the data of a CloudEvent in structured mode (CloudEvents 1.0, JSON format). What is said of the data holds of any
 * command. Of the event only its identity counts: its producer may send it twice and relies on it being taken once.
 */
public final class CloudEventReader {
    static final String VERSION = "specversion";
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final String COMMAND_ID = "command_id";
    private static final List<String> REQUIRED = List.of("id", "source", "type");

    /** As the schema of commands says. */
    private static final int MAX_ID_LENGTH = 200;

    private static final Pattern JSON_TYPE =
            Pattern.compile("(application|text)/(json|[a-z0-9.+-]+\\+json)\\s*(;.*)?", Pattern.DOTALL);

    private CloudEventReader() {}

    /** Whether it means to be one; no command has such a field. */
    public static boolean isCloudEvent(JsonNode json) {
        return json.has(VERSION);
    }

    /**
     * The command in it. One without an id gets the event's source and id, which together are an event's identity; one without a
     * type gets the event's, if that is a command's.
     *
     * @param parse reads the bytes of binary data
     * @param types of commands
     * @throws CommandRefused when there is none in it
     */
    static JsonNode readCommand(JsonNode event, Function<byte[], JsonNode> parse, Set<String> types) {
        findProblem(event).ifPresent(problem -> {
            throw new CommandRefused(CommandRefused.Identity.unknown(), List.of(problem));
        });
        JsonNode data = event.hasNonNull(DATA) ? event.get(DATA) : parse.apply(decodeData(event));
        if (!data.isObject()) {
            throw refused("/" + DATA, ForeignEnvelope.describeNonObject(data));
        }
        ObjectNode command = data.deepCopy();
        String type = event.get("type").textValue();
        if (!command.has("type") && types.contains(type)) {
            command.put("type", type);
        }
        if (!command.has(COMMAND_ID)) {
            command.put(COMMAND_ID, identity(event));
        }
        return command;
    }

    private static Optional<Problem> findProblem(JsonNode event) {
        if (!"1.0".equals(event.get(VERSION).textValue())) {
            return Optional.of(new Problem(
                    "/" + VERSION,
                    "must be \"1.0\", is " + Quoting.shorten(event.get(VERSION).toString())
                            + ": other versions of CloudEvents are not known"));
        }
        for (String attribute : REQUIRED) {
            if (!event.path(attribute).isTextual()
                    || event.get(attribute).textValue().isEmpty()) {
                return Optional.of(new Problem("/" + attribute, "must be a text: each CloudEvent has one"));
            }
        }
        if (event.hasNonNull(DATA) == event.hasNonNull(DATA_BASE64)) {
            return Optional.of(new Problem(
                    "/" + DATA,
                    event.hasNonNull(DATA)
                            ? "and data_base64 are both there; give one"
                            : "is missing: the event holds no command"));
        }
        String contentType = event.path("datacontenttype").asText("application/json");
        if (!JSON_TYPE.matcher(contentType.strip().toLowerCase(Locale.ROOT)).matches()) {
            return Optional.of(new Problem(
                    "/datacontenttype",
                    "must be application/json, is " + Quoting.quote(contentType) + ": a command is JSON"));
        }
        return Optional.empty();
    }

    private static byte[] decodeData(JsonNode event) {
        try {
            return Base64.getDecoder().decode(event.get(DATA_BASE64).asText());
        } catch (IllegalArgumentException e) {
            throw refused("/" + DATA_BASE64, "is no Base64 (with + and /, without line breaks)");
        }
    }

    /** A source is a URI or a part of one and holds no space, so no two events have the same. */
    private static String identity(JsonNode event) {
        String source = requireUsable(event, "source");
        String id = requireUsable(event, "id");
        MissingValueMarker.detect(id)
                .filter(none -> none.isRefusedIn(MissingValueMarker.Usage.ID))
                .ifPresent(none -> {
                    throw refused("/id", none.describe(MissingValueMarker.Usage.ID));
                });
        String identity = source + " " + id;
        if (identity.codePointCount(0, identity.length()) > MAX_ID_LENGTH) {
            throw refused(
                    "/id",
                    "is with the source longer than a command id may be, " + MAX_ID_LENGTH
                            + " characters; give the command in the data a command_id");
        }
        return identity;
    }

    /** Told of the event's own field: its producer has written no command id. */
    private static String requireUsable(JsonNode event, String attribute) {
        String text = event.get(attribute).textValue();
        if (OuterWhitespace.isPresent(text) || !UnstorableTextCheck.isStorable(text)) {
            throw refused(
                    "/" + attribute,
                    "makes up the command's id, and has white space or a control character before or behind it, or is no"
                            + " text; mend it, or give the command in the data a command_id");
        }
        return text;
    }

    private static CommandRefused refused(String pointer, String message) {
        return new CommandRefused(CommandRefused.Identity.unknown(), List.of(new Problem(pointer, message)));
    }
}
