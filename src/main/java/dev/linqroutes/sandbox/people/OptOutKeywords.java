package dev.linqroutes.sandbox.people;

import java.util.Set;
import java.util.regex.Pattern;

/** The messages that opt a person out of direct messages (reference 2.15). */
final class OptOutKeywords {
    private static final Set<String> WORDS = Set.of("STOP", "UNSUBSCRIBE", "OPTOUT", "CANCEL", "END", "QUIT");
    private static final Pattern OPT_OUT = Pattern.compile("(?i)opt[ -]?out");

    private OptOutKeywords() {}

    static boolean matches(String text) {
        String trimmed = text.strip();
        return WORDS.contains(trimmed) || OPT_OUT.matcher(trimmed).matches();
    }
}
