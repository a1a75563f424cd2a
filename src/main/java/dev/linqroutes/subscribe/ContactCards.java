package dev.linqroutes.subscribe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The contact cards of the API key's lines (reference 2.13). */
public final class ContactCards {
    private final Map<String, JsonNode> byLine;

    private ContactCards(Map<String, JsonNode> byLine) {
        this.byLine = byLine;
    }

    /**
     * Asks Linq. The shape of the answer is not stated in full (reference 2.13): cards are looked for in any list of it.
     *
     * @throws LinqRequestFailed when Linq does not tell
     */
    public static ContactCards read(LinqApiClient linq) {
        return new ContactCards(elements(
                        linq.call("GET", "/contact_card", Map.of()).json())
                .flatMap(ContactCards::elements)
                .collect(Collectors.toMap(
                        card -> card.path("phone_number").asText(), Function.identity(), (first, second) -> first)));
    }

    /** Whether the card of a line is active; sharing one that is not does nothing (reference 0.17). Empty if it has none. */
    public Optional<Boolean> isActive(String line) {
        return Optional.ofNullable(byLine.get(line))
                .map(card -> card.path("is_active").asBoolean());
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
