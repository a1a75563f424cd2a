package dev.linqroutes.subscribe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A subscription as Linq tells it (reference 2.14).
 *
 * @param lines the lines whose events come; empty for all
 */
public record Subscription(String id, CallbackUrl callback, Set<String> events, Set<String> lines, boolean isActive) {

    /** Whatever is missing is taken as Linq's default. Empty when it could not be told from others or changed. */
    static Optional<Subscription> read(JsonNode json) {
        String id = json.path("id").asText("");
        return CallbackUrl.fromLinq(json.path("target_url").asText(""))
                .filter(target -> !id.isEmpty())
                .map(target -> new Subscription(
                        id,
                        target,
                        texts(json.path("subscribed_events")),
                        texts(json.path("phone_numbers")),
                        json.path("is_active").asBoolean(true)));
    }

    /** In their order. */
    static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(item -> {
            if (item.isTextual()) {
                texts.add(item.textValue());
            }
        });
        return texts;
    }
}
