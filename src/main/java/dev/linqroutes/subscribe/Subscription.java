package dev.linqroutes.subscribe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A subscription as Linq returns it (reference 2.14).
 *
 * @param lines the lines whose events are sent; empty for all
 */
public record Subscription(String id, CallbackUrl callback, Set<String> events, Set<String> lines, boolean isActive) {

    /** Missing fields get Linq's defaults. Empty if the id or a valid address is missing. */
    static Optional<Subscription> read(JsonNode json) {
        String id = json.path("id").asText("");
        return CallbackUrl.fromLinq(json.path("target_url").asText(""))
                .filter(callback -> !id.isEmpty())
                .map(callback -> new Subscription(
                        id,
                        callback,
                        texts(json.path("subscribed_events")),
                        texts(json.path("phone_numbers")),
                        json.path("is_active").asBoolean(true)));
    }

    /** The strings of the array, in order. */
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
