package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.LocalFile;
import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.plan.link.Links;

/** Builds the parts of a message (reference 3.2). */
final class MessageParts {
    static final int MAX_TEXT_LENGTH = 10_000;
    static final int MAX_LINK_LENGTH = 2_048;
    static final int MAX_PUBLIC_MEDIA = 40;

    private MessageParts() {}

    static ObjectNode text(String value) {
        return part("text").put("value", value);
    }

    /** A part with a local file, which is uploaded before it is sent. */
    static ObjectNode media(LocalFile file) {
        return part("media").put("attachment_id", MediaFile.placeholder(file.sha256()));
    }

    static ObjectNode media(JsonNode source) {
        ObjectNode media = part("media").setAll((ObjectNode) source);
        JsonNode url = media.path("url");
        return url.isTextual() ? media.put("url", InvisibleCharacters.strip(url.textValue())) : media;
    }

    /** A link preview if Linq can create one, otherwise the link as text. */
    static ObjectNode link(String link) {
        return Links.canBePreviewed(link) ? part("link").put("value", link) : text(link);
    }

    static boolean isType(JsonNode part, String type) {
        return part.path("type").asText().equals(type);
    }

    private static ObjectNode part(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
