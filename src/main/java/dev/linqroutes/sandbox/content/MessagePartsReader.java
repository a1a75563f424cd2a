package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads and validates the parts of a message (reference 3.2), and converts them to the form of Linq's responses. Errors of the
 * list have code 1004, errors of a value 1005.
 */
final class MessagePartsReader {
    private static final Pattern LINK = Pattern.compile("(?i)(?:https?|ftp)://[^\\s/?#]\\S*");
    private static final Pattern HTTPS = Pattern.compile("(?i)https://[^\\s/?#]\\S*");
    private static final Set<String> ALONE = Set.of("link", "imessage_app", "app_clip");

    private final MediaReader media;

    MessagePartsReader(MediaReader media) {
        this.media = media;
    }

    ArrayNode read(List<JsonFields> parts, Optional<String> service) {
        if (parts.isEmpty() || parts.size() > 100) {
            throw ApiError.invalidContent("A message needs 1 to 100 parts");
        }
        ArrayNode read = JsonNodeFactory.instance.arrayNode(parts.size());
        String before = "";
        for (JsonFields part : parts) {
            String type = part.text("type");
            if (ALONE.contains(type) && parts.size() > 1) {
                throw ApiError.invalidContent("A " + type + " part must be the only part of its message");
            }
            if (type.equals("text") && before.equals("text")) {
                throw ApiError.invalidContent("Two text parts must not follow each other");
            }
            read.add(read(type, part, service));
            before = type;
        }
        requireFewMedia(parts);
        return read;
    }

    private JsonNode read(String type, JsonFields part, Optional<String> service) {
        return switch (type) {
            case "text" -> TextPartReader.read(part);
            case "media" -> media.part(part);
            case "link" -> link(part);
            case "imessage_app" -> AppCardReader.read(part, service, media);
            case "app_clip" -> clip(part, service);
            default -> throw ApiError.invalidContent("There is no part of type '" + type + "'");
        };
    }

    private static void requireFewMedia(List<JsonFields> parts) {
        long fetched = parts.stream()
                .filter(part -> part.text("type").equals("media"))
                .flatMap(part -> part.optionalText("url").stream())
                .filter(url -> !RemoteFiles.isOwn(url))
                .count();
        if (fetched > 40) {
            throw ApiError.invalidContent("At most 40 media parts may name a public url");
        }
    }

    private static JsonNode link(JsonFields part) {
        String url = part.text("value");
        if (url.length() > 2048 || !LINK.matcher(url).matches()) {
            throw ApiError.invalidValue("'" + part.pathOf("value")
                    + "' must be an http, https or ftp address of at most 2048" + " characters");
        }
        return JsonTrees.object().put("type", "link").put("value", url);
    }

    private static JsonNode clip(JsonFields part, Optional<String> service) {
        String value = part.text("value");
        if (!HTTPS.matcher(value).matches()) {
            throw ApiError.invalidValue("'" + part.pathOf("value") + "' must be an https address");
        }
        // The reference has no HTTP status for 2028; the similar 2018 has 409.
        service.filter(name -> !name.equals(Services.IMESSAGE)).ifPresent(name -> {
            throw new ApiError(409, 2028, "An app clip requires iMessage");
        });
        return JsonTrees.object().put("type", "app_clip").put("value", value);
    }
}
