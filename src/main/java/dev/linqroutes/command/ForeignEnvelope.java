package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.diagnosis.TextFormatHint;
import dev.linqroutes.command.text.Quoting;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An envelope of another program around a command: JSON in JSON, Kafka Connect, Debezium and others. The command is refused
 * with the name of the envelope and not unwrapped, because the meaning of the rest of an envelope (a deletion, a schema, a
 * snapshot) is undefined here. Applies only to JSON that is not a valid command.
 *
 * @param reason what the envelope is, and what the producer has to change
 * @param command the command inside, if it was found
 */
record ForeignEnvelope(String reason, Optional<JsonNode> command) {
    private static final String COMMAND = "a command is a JSON object, {\"type\": …}; ";
    private static final String BYTES =
            "bytes were written as JSON. Send the bytes as the value, with a bytes serializer";

    /** For nested envelopes, such as a change event in an envelope of Connect, with JSON in a string. */
    private static final int MAX_DEPTH = 4;

    /** Limit of visited fields. An envelope has few, and a command is near its top. */
    private static final int MAX_VISITED = 1_000;

    /** Describes JSON that is not an object, and what to change. */
    static String describeNonObject(JsonNode json) {
        if (json.isArray() && isBytes(json)) {
            return COMMAND + "this is an array of numbers: " + BYTES;
        }
        if (json.isArray()) {
            boolean isBatch = json.path(0).has(CloudEventReader.VERSION);
            return COMMAND
                    + (isBatch
                            ? "this is a batch of CloudEvents (application/cloudevents-batch+json)"
                            : "this is an array of " + json.size())
                    + ": send each " + (isBatch ? "event" : "command") + " as its own record or line";
        }
        if (json.isTextual()) {
            return COMMAND + describeText(json.textValue().strip());
        }
        if (json.isNull()) {
            return COMMAND + "this is the JSON value null; a record without a command must have no value at all";
        }
        return COMMAND
                + (json.isMissingNode() ? "this is empty" : "this is the JSON value " + Quoting.shorten(json.asText()));
    }

    private static String describeText(String text) {
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
            return "this is a JSON string that holds JSON: it was encoded twice. Send the inner JSON as the value,"
                    + " with a string serializer";
        }
        if (TextFormatHint.isBase64(text) || TextFormatHint.isHex(text)) {
            return "this is a JSON string that holds " + (TextFormatHint.isHex(text) ? "hexadecimal" : "Base64") + ": "
                    + BYTES;
        }
        return "this is a JSON string";
    }

    /** Many languages write bytes as an array of numbers, signed or unsigned. */
    private static boolean isBytes(JsonNode array) {
        for (JsonNode each : array) {
            if (!each.isInt() || each.intValue() < Byte.MIN_VALUE || each.intValue() > 0xFF) {
                return false;
            }
        }
        return !array.isEmpty();
    }

    /**
     * Detects the envelope that an invalid command is in.
     *
     * @param types all types of commands
     */
    static Optional<ForeignEnvelope> detect(JsonNode json, Set<String> types) {
        Optional<EmbeddedCommand> found = new Search(types).searchInside(json, "", 0);
        Optional<JsonNode> command = found.map(EmbeddedCommand::command);
        return describeKnown(json)
                .map(reason -> new ForeignEnvelope(reason, command))
                .or(() -> found.map(each -> new ForeignEnvelope(each.reason(), command)));
    }

    private static Optional<String> describeKnown(JsonNode json) {
        if (json.path("type").asText().equals("Buffer") && isBytes(json.path("data"))) {
            return Optional.of("is a Buffer of Node.js: " + BYTES);
        }
        if (json.path("0").isInt() && json.path("1").isInt()) {
            return Optional.of("is an array of JavaScript as an object: " + BYTES);
        }
        if (isConnectEnvelope(json)) {
            return Optional.of(
                    "is wrapped in Kafka Connect's schema and payload; set value.converter.schemas.enable=false"
                            + (isChangeEvent(json.path("payload"))
                                    ? ", and unwrap Debezium's change event in it by ExtractNewRecordState"
                                    : ""));
        }
        if (isChangeEvent(json) || isChangeEvent(json.path("payload"))) {
            return Optional.of(
                    "is a change event of Debezium; unwrap it by its transformation ExtractNewRecordState, or, of"
                            + " an outbox table, by its outbox event router");
        }
        if (isOutboxRow(json) || isOutboxRow(json.path("payload"))) {
            return Optional.of(
                    "is a row of an outbox table; let Debezium's outbox event router make its payload the value");
        }
        if (json.has("database") && json.has("table") && json.has("data")) {
            return Optional.of("is a change event of Maxwell or Canal; send the command in it as the value");
        }
        return Optional.empty();
    }

    private static boolean isConnectEnvelope(JsonNode json) {
        return json.has("schema") && json.has("payload");
    }

    private static boolean isChangeEvent(JsonNode json) {
        return (json.path("op").isTextual() && (json.has("after") || json.has("before")))
                || json.at("/source/connector").isTextual();
    }

    private static boolean isOutboxRow(JsonNode json) {
        return json.has("payload")
                && (json.has("aggregatetype") || json.has("aggregate_type") || json.has("aggregateType"));
    }

    /**
     * @param pointer of the command in the envelope
     * @param encoding how the command is encoded if it is not an object; starts with a comma, or is empty
     */
    private record EmbeddedCommand(JsonNode command, String pointer, String encoding) {
        String reason() {
            return "is not a command, but contains one in " + pointer + encoding + "; send that as the value";
        }
    }

    /** Searches an object depth first, in the order of its fields. */
    private static final class Search {
        private final Set<String> types;
        private int visited;

        Search(Set<String> types) {
            this.types = types;
        }

        Optional<EmbeddedCommand> searchInside(JsonNode json, String pointer, int depth) {
            if (depth == MAX_DEPTH) {
                return Optional.empty();
            }
            for (int i = 0; json.isArray() && i < json.size() && visited < MAX_VISITED; i++) {
                Optional<EmbeddedCommand> found = searchAt(json.get(i), pointer + "/" + i, depth);
                if (found.isPresent()) {
                    return found;
                }
            }
            for (Map.Entry<String, JsonNode> field : json.properties()) {
                Optional<EmbeddedCommand> found = visited < MAX_VISITED
                        ? searchAt(field.getValue(), pointer + "/" + Problem.escapePointer(field.getKey()), depth)
                        : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private Optional<EmbeddedCommand> searchAt(JsonNode json, String pointer, int depth) {
            visited++;
            String text = json.isTextual() ? json.textValue().strip() : "";
            boolean isBase64 = TextFormatHint.isBase64(text);
            JsonNode value =
                    isBase64 || text.startsWith("{") ? read(text, isBase64).orElse(json) : json;
            return types.contains(value.path("type").asText())
                    ? Optional.of(new EmbeddedCommand(
                            value, pointer, isBase64 ? ", as Base64" : text.isEmpty() ? "" : ", as a text"))
                    : searchInside(value, pointer, depth + 1);
        }

        /** Parses a text as JSON; empty if it only starts like JSON. */
        private static Optional<JsonNode> read(String text, boolean isBase64) {
            try {
                return Optional.of(
                        isBase64
                                ? CommandJson.MAPPER.readTree(
                                        Base64.getDecoder().decode(text))
                                : CommandJson.MAPPER.readTree(text));
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
