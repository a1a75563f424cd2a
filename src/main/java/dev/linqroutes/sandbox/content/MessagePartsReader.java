package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.UuidCheck;
import java.net.URLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads and validates the parts of a message (reference 3.2), and converts them to the form of Linq's responses. Errors of the
 * list have code 1004, errors of a value 1005.
 */
public final class MessagePartsReader {
    private static final Pattern LINK = Pattern.compile("(?i)(?:https?|ftp)://[^\\s/?#]\\S*");
    private static final Pattern HTTPS = Pattern.compile("(?i)https://[^\\s/?#]\\S*");
    private static final Pattern OWN_MEDIA = Pattern.compile("(?i)https://cdn\\.linqapp\\.com/.*");
    private static final Pattern TEAM = Pattern.compile("[A-Z0-9]{10}");
    private static final Set<String> ALONE = Set.of("link", "imessage_app", "app_clip");

    private MessagePartsReader() {}

    static ArrayNode read(List<JsonFields> parts, Optional<String> service) {
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

    private static JsonNode read(String type, JsonFields part, Optional<String> service) {
        return switch (type) {
            case "text" -> TextPartReader.read(part);
            case "media" -> media(part, "url");
            case "link" -> link(part);
            case "imessage_app" -> app(part, service);
            case "app_clip" -> clip(part, service);
            default -> throw ApiError.invalidContent("There is no part of type '" + type + "'");
        };
    }

    private static void requireFewMedia(List<JsonFields> parts) {
        long fetched = parts.stream()
                .filter(part -> part.text("type").equals("media"))
                .flatMap(part -> part.optionalText("url").stream())
                .filter(url -> !OWN_MEDIA.matcher(url).matches())
                .count();
        if (fetched > 40) {
            throw ApiError.invalidContent("At most 40 media parts may name a public url");
        }
    }

    /**
     * Nothing is downloaded, so the type is derived from the name and the size is unknown.
     *
     * @param urlField name of the field that has the URL in place of an {@code attachment_id}
     */
    public static ObjectNode media(JsonFields part, String urlField) {
        if (part.has("attachment_id") == part.has(urlField)) {
            throw ApiError.invalidContent("Give exactly one of '" + urlField + "' and 'attachment_id'");
        }
        if (part.has("attachment_id")) {
            UuidCheck.require(part.text("attachment_id"), part.pathOf("attachment_id"));
            throw new ApiError(404, 2003, "Attachment not found: the sandbox does not support uploads");
        }
        String url = part.text(urlField);
        if (!HTTPS.matcher(url).matches()) {
            throw ApiError.invalidValue("'" + part.pathOf(urlField) + "' must be an https address");
        }
        String path = url.split("[?#]", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        String type = Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
                .orElse("application/octet-stream");
        return JsonTrees.object()
                .put("type", "media")
                .put("id", UUID.randomUUID().toString())
                .put("filename", name)
                .put("mime_type", type)
                .put("size_bytes", 0)
                .put("url", url);
    }

    private static JsonNode link(JsonFields part) {
        String url = part.text("value");
        if (url.length() > 2048 || !LINK.matcher(url).matches()) {
            throw ApiError.invalidValue("'" + part.pathOf("value")
                    + "' must be an http, https or ftp address of at most 2048" + " characters");
        }
        return JsonTrees.object().put("type", "link").put("value", url);
    }

    private static JsonNode app(JsonFields part, Optional<String> service) {
        JsonFields app = part.object("app");
        app.know("bundle_id", "app_store_id");
        part.know("layout", "fallback_text");
        if (app.optionalText("name").orElse("").isBlank()
                || !TEAM.matcher(app.optionalText("team_id").orElse("")).matches()) {
            throw new ApiError(400, 1008, "The app needs a name and a team_id of 10 capital letters and digits");
        }
        Optional<String> url = part.optionalText("url");
        boolean data = url.filter(value -> value.startsWith("data:")).isPresent();
        if (url.filter(value -> value.length() > (data ? 16_384 : 2048)
                        || !data && !HTTPS.matcher(value).matches())
                .isPresent()) {
            throw ApiError.invalidValue("'" + part.pathOf("url") + "' must be a short https or data address");
        }
        service.filter(name -> !name.equals(Services.IMESSAGE)).ifPresent(name -> {
            throw new ApiError(409, 2018, "An app message requires iMessage");
        });
        ObjectNode copy = JsonTrees.object();
        copy.setAll(part.node());
        return copy;
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
