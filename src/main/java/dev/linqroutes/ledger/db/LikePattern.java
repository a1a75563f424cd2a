package dev.linqroutes.ledger.db;

import java.util.Locale;

/** Patterns of LIKE, with {@code ESCAPE '!'}. */
public final class LikePattern {
    private LikePattern() {}

    /** Matches a lower-case text that contains this one in any case; its characters stand for themselves. */
    public static String containing(String text) {
        return "%" + text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }
}
