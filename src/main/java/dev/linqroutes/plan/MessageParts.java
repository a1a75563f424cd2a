package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.CommandEnvelope;
import dev.linqroutes.command.text.InvisibleCharacters;
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

    /** @param source a local file, which is uploaded before it is sent, an address or an attachment */
    static ObjectNode media(JsonNode source, CommandEnvelope envelope) {
        ObjectNode media = withAttachment(part("media").setAll((ObjectNode) source), envelope);
        JsonNode url = media.path("url");
        return url.isTextual() ? media.put("url", InvisibleCharacters.strip(url.textValue())) : media;
    }

    /** Replaces the name of a local file by the id of its attachment, which is known after the upload. */
    static ObjectNode withAttachment(ObjectNode source, CommandEnvelope envelope) {
        JsonNode file = source.remove("file");
        return file == null ? source : source.put("attachment_id", placeholder(envelope, file.textValue()));
    }

    /** What stands for a local file until it is uploaded. */
    static String placeholder(CommandEnvelope envelope, String file) {
        return IntakeMapper.mediaFile(envelope.file(file)).placeholder();
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
