package dev.linqroutes.files.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.PlannedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Formats a call for a person. */
final class CallFormatter {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An address in it may have 2,048 characters. */
    private static final int MAX_PART_LENGTH = 3_000;

    private CallFormatter() {}

    /** {@code POST /chats  to +1…, +1…: "Welcome!"} */
    static String format(PlannedCall call, List<MediaFile> files) {
        JsonNode body = parse(call.body());
        List<String> parts = new ArrayList<>();
        if (body.has("to")) {
            parts.add("from " + body.path("from").asText() + " to " + joinTexts(body.get("to")));
        }
        JsonNode message = body.path("message");
        for (JsonNode part : message.path("parts")) {
            parts.add(formatPart(part, files));
        }
        if (message.has("preferred_service")) {
            parts.add("by " + message.get("preferred_service").asText());
        }
        if (body.has("display_name")) {
            parts.add("name \"" + body.get("display_name").asText() + "\"");
        }
        if (body.has("group_chat_icon")) {
            String icon = body.get("group_chat_icon").asText();
            parts.add("icon " + findFile(icon, files).orElse(icon));
        }
        return call.method() + " " + call.path()
                + (parts.isEmpty() ? formatBody(call.body(), files) : "  " + String.join("  ", parts))
                + call.reference()
                        .map(reference -> "  refers to " + reference.describe())
                        .orElse("");
    }

    private static String formatPart(JsonNode part, List<MediaFile> files) {
        String value = part.path("value").asText();
        return switch (part.path("type").asText()) {
            case "text" -> "\"" + value + "\"";
            case "link" -> "link preview " + value;
            case "media" -> findFile(part.path("attachment_id").asText(), files).orElseGet(() -> formatOther(part));
            default -> formatOther(part);
        };
    }

    /** The local file, if the value is what stands for it. */
    private static Optional<String> findFile(String value, List<MediaFile> files) {
        return files.stream()
                .filter(file -> file.placeholder().equals(value))
                .map(CallFormatter::formatFile)
                .findFirst();
    }

    private static String formatFile(MediaFile file) {
        return String.format(Locale.ROOT, "file \"%s\" (%s, %,d bytes)", file.name(), file.contentType(), file.size());
    }

    private static String formatOther(JsonNode part) {
        return Quoting.shorten(part.toString(), MAX_PART_LENGTH);
    }

    private static String formatBody(String body, List<MediaFile> files) {
        String readable = body;
        for (MediaFile file : files) {
            readable = readable.replace("\"" + file.placeholder() + "\"", formatFile(file));
        }
        return body.isEmpty() || body.equals("{}") ? "" : "  " + readable;
    }

    private static String joinTexts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the body of a planned call is not JSON: " + body, e);
        }
    }
}
