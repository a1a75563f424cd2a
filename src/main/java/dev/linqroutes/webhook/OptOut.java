package dev.linqroutes.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognises a member's wish to get no more messages. In a group Linq does not see to it (reference 2.15). */
final class OptOut {
    private static final Set<String> WORDS = Set.of("STOP", "UNSUBSCRIBE", "OPTOUT", "CANCEL", "END", "QUIT");
    private static final Pattern OPT_OUT = Pattern.compile("(?i)opt[ -]?out");

    private OptOut() {}

    /** @return the word, if the whole message is one, and was not written in a direct chat */
    static Optional<String> in(String type, JsonNode data) {
        boolean direct = ChatChanges.isGroup(data).equals(Optional.of(false));
        JsonNode parts = data.has("parts") ? data.path("parts") : data.at("/message/parts");
        if (!type.equals("message.received") || direct || parts.size() != 1) {
            return Optional.empty();
        }
        return Optional.of(parts.path(0).path("value").asText("").strip())
                .filter(text -> WORDS.contains(text) || OPT_OUT.matcher(text).matches());
    }
}
