package dev.linqroutes.ledger.confirm;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a message that Linq has accepted, and later failed for good in a group, is sent once more. */
public enum ResendPolicy {
    /** The failure is the result of the call. */
    NEVER,
    /** Sent once more, unless a later message of the group may have been sent: it would be out of order. */
    IN_ORDER,
    /** Sent once more, also behind later messages. */
    ANY_ORDER;

    /** @throws IllegalArgumentException for a word that is none of them */
    public static ResendPolicy of(String word) {
        return Stream.of(values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is not one of "
                        + Stream.of(values()).map(ResendPolicy::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
