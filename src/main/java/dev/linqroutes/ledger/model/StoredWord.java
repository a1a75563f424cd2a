package dev.linqroutes.ledger.model;

import java.util.Locale;

/** A value that a column holds as a lower-case word. Bind {@link #word}; JDBI maps the word back to the constant. */
public interface StoredWord {
    String name();

    /** The word as stored, and as outcomes and results show it. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
