package dev.linqroutes.command;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds commands as a producer writes them. The JSON of tests may use single quotes. */
public final class TestCommand {
    public static final String LINE = "+12223334444";
    public static final String ANN = "+15556667777";
    public static final String BOB = "+18889990000";
    public static final CommandSource OFFSET_15 = new CommandSource.Kafka("cluster", "linq.commands", "topic", 0, 15);

    /** Escapes non-ASCII characters, so that an unpaired surrogate reaches the reader. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final ObjectNode json = JSON.createObjectNode();

    private TestCommand(String type, String id) {
        json.put("type", type).put("command_id", id);
    }

    /** A valid command with two recipients, a line and a greeting. */
    public static TestCommand aGroup(String id) {
        return new TestCommand("create_group", id)
                .with("from", "'" + LINE + "'")
                .with("to", "['" + ANN + "', '" + BOB + "']")
                .saying("Hello");
    }

    /** A valid command: a greeting to the group with the id of the command as its name. */
    public static TestCommand aMessage(String id) {
        return new TestCommand("send_message", id)
                .with("group_ref", "'" + id + "'")
                .saying("Hello");
    }

    /** A command with only its type and id. */
    public static TestCommand aCommand(String type, String id) {
        return new TestCommand(type, id);
    }

    public TestCommand saying(String text) {
        json.putObject("message").put("text", text);
        return this;
    }

    public TestCommand to(String... handles) {
        var to = json.putArray("to");
        Stream.of(handles).forEach(to::add);
        return this;
    }

    /** Sets a field; a path such as {@code message/effect} reaches a field of a field. */
    public TestCommand with(String path, String value) {
        try {
            return with(path, JSON.readTree(quoted(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value, e);
        }
    }

    /** Sets a field to a JSON value. */
    public TestCommand with(String path, JsonNode value) {
        ObjectNode at = json;
        String[] names = path.split("/");
        for (int i = 0; i < names.length - 1; i++) {
            at = at.withObject("/" + names[i]);
        }
        at.set(names[names.length - 1], value);
        return this;
    }

    public TestCommand without(String field) {
        json.remove(field);
        return this;
    }

    /** Converts JSON with single quotes to JSON. */
    public static String quoted(String json) {
        return json.replace('\'', '"');
    }

    public ReceivedCommand received() {
        return received(toString());
    }

    public static ReceivedCommand received(String body) {
        return ReceivedCommand.fromJson(OFFSET_15, body.getBytes(StandardCharsets.UTF_8));
    }

    public ChatCommand read() {
        return read(received());
    }

    /** Runs the reading steps of the route {@code prepare}. */
    public static ChatCommand read(ReceivedCommand received) {
        CommandReader reader = new CommandReader();
        try (InputStream bytes = new ByteArrayInputStream(reader.requireBytes(received))) {
            JsonNode json = CommandJson.MAPPER.readValue(bytes, JsonNode.class);
            return reader.toCommand(received, reader.validate(json));
        } catch (IOException e) {
            throw CommandJson.unreadable(received.body(), e);
        }
    }

    /** The command that the planner receives. */
    public ChatCommand enriched() {
        return enriched(received());
    }

    /** Every local file that it names exists, and is a picture. */
    public static ChatCommand enriched(ReceivedCommand received) {
        ChatCommand command = new CommandEnricher(List.of(), Optional.empty()).enrich(read(received));
        return command instanceof CommandWithFiles naming
                ? naming.withEnvelope(command.envelope()
                        .withFiles(naming.namedFiles().stream()
                                .map(file -> new LocalFile(file.name(), sha256(file.name()), "image/png", 3))
                                .toList()))
                : command;
    }

    /** Of the local file of that name. */
    public static String sha256(String file) {
        return String.format(Locale.ROOT, "%064x", file.hashCode() & 0xFFFFFFFFL);
    }

    @Override
    public String toString() {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static <T> CommandRefused refusal(Function<T, ?> step, T given) {
        CommandRefused refused = catchThrowableOfType(CommandRefused.class, () -> step.apply(given));
        if (refused == null) {
            throw new AssertionError("was not refused: " + given);
        }
        return refused;
    }

    public static List<String> pointers(CommandRefused refused) {
        return refused.problems().stream().map(Problem::pointer).toList();
    }
}
