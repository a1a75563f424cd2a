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

/** The JSON of commands: how strictly it is parsed, and what is said of bytes that cannot be. */
public final class CommandJson {
    /** A producer's command is far smaller; the ledger's columns on H2 end a little above. */
    private static final int MAX_BYTES = 1_000_000;

    /** A message of 100 parts with 100 decorations each, as many as Linq takes, has 110,000. */
    private static final int MAX_TOKENS = 120_000;

    /** For the routes: no name twice, nothing behind the value, not too deep, not too many tokens. */
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

    /** @throws CommandRefused when there are too many bytes */
    static byte[] requireSmall(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw refused("the command has " + body.length + " bytes, at most " + MAX_BYTES + " are taken");
        }
        return body;
    }

    /** @throws CommandRefused when the value is no object */
    static JsonNode requireObject(JsonNode value) {
        if (!value.isObject()) {
            throw refused(ForeignEnvelope.describeNonObject(value));
        }
        return value;
    }

    /** @throws CommandRefused when it is no JSON object, or too large */
    static JsonNode parse(byte[] body) {
        try {
            return requireObject(MAPPER.readTree(requireSmall(body)));
        } catch (IOException e) {
            throw unreadable(body, e);
        }
    }

    /** Why the bytes could not be parsed, in words that tell their producer what to change. */
    public static CommandRefused unreadable(byte[] body, IOException e) {
        if (e instanceof StreamConstraintsException tooMuch) {
            return refused("not taken: " + JsonParseError.message(tooMuch));
        }
        if (e instanceof MismatchedInputException && isBlank(body)) {
            return refused(ForeignEnvelope.describeNonObject(MissingNode.getInstance()));
        }
        return refused(BinaryFormatDetector.describe(body).orElseGet(() -> notJson(body, e)));
    }

    /** Whether there is no value in it: white space in any encoding of Unicode, and byte order marks. */
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
        String words = JsonParseError.message(problem);
        return "not JSON" + where + ": " + words
                + TextFormatHint.describe(body, words).map(hint -> "; " + hint).orElse("");
    }

    private static CommandRefused refused(String message) {
        return new CommandRefused(Identity.unknown(), List.of(Problem.of(message)));
    }
}
