package dev.linqroutes.files.check;

import java.util.Locale;

/** What the run would make of a row. */
enum RowVerdict {
    GOOD("good"),
    REFUSED("refused"),
    /** Linq would not make its group, or would put it into another's chat. */
    WOULD_FAIL("would fail"),
    /** Its time has passed, so that nothing is sent. */
    EXPIRED("expired");

    private final String description;

    RowVerdict(String told) {
        this.description = told;
    }

    /** For a person. */
    String describe() {
        return description;
    }

    /** For a program. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
