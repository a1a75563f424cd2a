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
 * Unwraps a command that is the data of a CloudEvent in structured mode (CloudEvents 1.0, JSON format). All rules for commands
 * apply to the data. The identity of the event serves as the default command id, because a producer may send an event twice and
 * rely on deduplication.
 */
public final class CloudEventReader {
    static final String VERSION = "specversion";
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final String COMMAND_ID = "command_id";
    private static final List<String> REQUIRED = List.of("id", "source", "type");

    /** Same as in the schema of commands, in code points. */
    private static final int MAX_ID_LENGTH = 200;

    private static final Pattern JSON_TYPE =
            Pattern.compile("(application|text)/(json|[a-z0-9.+-]+\\+json)\\s*(;.*)?", Pattern.DOTALL);

    private CloudEventReader() {}

    /** Whether the JSON is a CloudEvent; no command has this field. */
    public static boolean isCloudEvent(JsonNode json) {
        return json.has(VERSION);
    }

    /**
     * Returns the command in the event. The default of its {@code command_id} is the event's source and id, which together
     * identify an event. The default of its {@code type} is the event's type, if that is a type of command.
     *
     * @param parse parses binary data
     * @param types all types of commands
     * @throws CommandRefused when the event contains no command
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
                            + ": other versions of CloudEvents are not supported"));
        }
        for (String attribute : REQUIRED) {
            if (!event.path(attribute).isTextual()
                    || event.get(attribute).textValue().isEmpty()) {
                return Optional.of(new Problem("/" + attribute, "must be a string: every CloudEvent requires it"));
            }
        }
        if (event.hasNonNull(DATA) == event.hasNonNull(DATA_BASE64)) {
            return Optional.of(new Problem(
                    "/" + DATA,
                    event.hasNonNull(DATA)
                            ? "and data_base64 are both present; give one"
                            : "is missing: the event contains no command"));
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
            throw refused("/" + DATA_BASE64, "is not Base64 (with + and /, without line breaks)");
        }
    }

    /** A source is a URI reference without spaces, so the combination is unambiguous. */
    private static String identity(JsonNode event) {
        String source = requireUsable(event, "source");
        String id = requireUsable(event, "id");
        MissingValueMarker.detect(id)
                .filter(marker -> marker.isRefusedIn(MissingValueMarker.Usage.ID))
                .ifPresent(marker -> {
                    throw refused("/id", marker.describe(MissingValueMarker.Usage.ID));
                });
        String identity = source + " " + id;
        if (identity.codePointCount(0, identity.length()) > MAX_ID_LENGTH) {
            throw refused(
                    "/id",
                    "is, together with the source, longer than a command id may be: at most " + MAX_ID_LENGTH
                            + " characters; set command_id in the data");
        }
        return identity;
    }

    /** Reports the field of the event, because the producer has written no command id. */
    private static String requireUsable(JsonNode event, String attribute) {
        String text = event.get(attribute).textValue();
        if (OuterWhitespace.isPresent(text) || !UnstorableTextCheck.isStorable(text)) {
            throw refused(
                    "/" + attribute,
                    "is part of the command's id, but has white space or a control character at its start or end, or is not"
                            + " valid text; correct it, or set command_id in the data");
        }
        return text;
    }

    private static CommandRefused refused(String pointer, String message) {
        return new CommandRefused(CommandRefused.Identity.unknown(), List.of(new Problem(pointer, message)));
    }
}
