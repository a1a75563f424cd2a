package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;

/** The parts of messages in answers and webhooks (reference 3.4). */
final class PartViews {
    private PartViews() {}

    static ArrayNode parts(Chat chat, MessageContent content) {
        return JsonTrees.array(content.parts().valueStream().toList(), part -> part(chat, part));
    }

    /** A copy that can be added to. */
    static ObjectNode part(Chat chat, JsonNode part) {
        ObjectNode view = JsonTrees.object();
        view.setAll((ObjectNode) part);
        if ("text".equals(part.path("type").textValue())) {
            view.set("mentions", mentions(chat, part));
        }
        return view;
    }

    /** Null when there are none; the singular fields are deprecated (reference 0.8). */
    private static JsonNode mentions(Chat chat, JsonNode part) {
        Optional<String> handle = JsonTrees.text(part, "mention");
        if (handle.isEmpty()) {
            return NullNode.getInstance();
        }
        ObjectNode mention = JsonTrees.object()
                .put("handle", handle.get())
                .put("is_me", handle.get().equals(chat.line().handle()));
        JsonTrees.field(part, "mention_range")
                .ifPresentOrElse(range -> mention.set("range", range), () -> mention.putArray("range")
                        .add(0)
                        .add(part.required("value").textValue().length()));
        return mention.arrayNode().add(mention);
    }
}
