package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
public final class CloudEvent {
    static final String VERSION = "specversion";
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final String COMMAND_ID = "command_id";
    private static final List<String> REQUIRED = List.of("id", "source", "type");

    /** As the schema of commands says. */
    private static final int LONGEST_ID = 200;

    private static final Pattern JSON_TYPE =
            Pattern.compile("(application|text)/(json|[a-z0-9.+-]+\\+json)\\s*(;.*)?", Pattern.DOTALL);

    private CloudEvent() {}

    /** Whether it means to be one; no command has such a field. */
    public static boolean isOne(JsonNode json) {
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
    static JsonNode command(JsonNode event, Function<byte[], JsonNode> parse, Set<String> types) {
        problem(event).ifPresent(problem -> {
            throw new CommandRefused(CommandRefused.Identity.unknown(), List.of(problem));
        });
        JsonNode data = event.hasNonNull(DATA) ? event.get(DATA) : parse.apply(binary(event));
        if (!data.isObject()) {
            throw refused("/" + DATA, Wrapper.aroundNoObject(data));
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

    private static Optional<Problem> problem(JsonNode event) {
        if (!"1.0".equals(event.get(VERSION).textValue())) {
            return Optional.of(new Problem(
                    "/" + VERSION,
                    "must be \"1.0\", is " + Shown.shortened(event.get(VERSION).toString())
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
                    "must be application/json, is " + Shown.quoted(contentType) + ": a command is JSON"));
        }
        return Optional.empty();
    }

    private static byte[] binary(JsonNode event) {
        try {
            return Base64.getDecoder().decode(event.get(DATA_BASE64).asText());
        } catch (IllegalArgumentException e) {
            throw refused("/" + DATA_BASE64, "is no Base64 (with + and /, without line breaks)");
        }
    }

    /** A source is a URI or a part of one and holds no space, so no two events have the same. */
    private static String identity(JsonNode event) {
        String source = usable(event, "source");
        String id = usable(event, "id");
        NoValue.of(id).filter(none -> none.isRefusedAs(NoValue.Place.ID)).ifPresent(none -> {
            throw refused("/id", none.reason(NoValue.Place.ID));
        });
        String identity = source + " " + id;
        if (identity.codePointCount(0, identity.length()) > LONGEST_ID) {
            throw refused(
                    "/id",
                    "is with the source longer than a command id may be, " + LONGEST_ID
                            + " characters; give the command in the data a command_id");
        }
        return identity;
    }

    /** Told of the event's own field: its producer has written no command id. */
    private static String usable(JsonNode event, String attribute) {
        String text = event.get(attribute).textValue();
        if (OuterSpace.isAround(text) || !UnusableText.isUsable(text)) {
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
