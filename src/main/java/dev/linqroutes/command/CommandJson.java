package dev.linqroutes.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linqroutes.command.CommandRefused.Identity;
import dev.linqroutes.command.diagnosis.BinaryFormatDetector;
import dev.linqroutes.command.diagnosis.JsonParseError;
import dev.linqroutes.command.diagnosis.TextFormatHint;
import java.io.IOException;
import java.util.List;

/** Limits and error messages for the JSON of commands. */
public final class CommandJson {
    /** Far more than a producer's command has. The text columns of H2 hold slightly more. */
    private static final int MAX_BYTES = 1_000_000;

    /** A message of 100 parts with 100 decorations each, Linq's maximum, has 110,000 tokens. */
    private static final int MAX_TOKENS = 120_000;

    /** Rejects duplicate names, content after the value, deep nesting and too many tokens. Used by the routes. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CommandJson() {}

    /** @throws CommandRefused when the body is too large */
    static byte[] requireSmall(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw refused("the command has " + body.length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        return body;
    }

    /** @throws CommandRefused when the value is not an object */
    static JsonNode requireObject(JsonNode value) {
        if (!value.isObject()) {
            throw refused(ForeignEnvelope.describeNonObject(value));
        }
        return value;
    }

    /** @throws CommandRefused when the body is not a JSON object, or too large */
    static JsonNode parse(byte[] body) {
        try {
            return requireObject(MAPPER.readTree(requireSmall(body)));
        } catch (IOException e) {
            throw unreadable(body, e);
        }
    }

    /** Explains to the producer why the body could not be parsed and what to change. */
    public static CommandRefused unreadable(byte[] body, IOException e) {
        if (e instanceof StreamConstraintsException tooMuch) {
            return refused("not accepted: " + JsonParseError.message(tooMuch));
        }
        if (e instanceof MismatchedInputException && isBlank(body)) {
            return refused(ForeignEnvelope.describeNonObject(MissingNode.getInstance()));
        }
        return refused(BinaryFormatDetector.describe(body).orElseGet(() -> notJson(body, e)));
    }

    /** Whether the body contains only white space in any Unicode encoding, and byte order marks. */
    private static boolean isBlank(byte[] body) {
        for (byte each : body) {
            if (" \t\r\n\0\u00ef\u00bb\u00bf\u00fe\u00ff".indexOf(each & 0xff) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String notJson(byte[] body, IOException e) {
        if (!(e instanceof JsonProcessingException problem)) {
            return "not readable: " + e.getMessage();
        }
        String where = problem.getLocation() == null
                ? ""
                : " at line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr();
        String error = JsonParseError.message(problem);
        return "not JSON" + where + ": " + error
                + TextFormatHint.describe(body, error).map(hint -> "; " + hint).orElse("");
    }

    private static CommandRefused refused(String message) {
        return new CommandRefused(Identity.unknown(), List.of(Problem.of(message)));
    }
}
