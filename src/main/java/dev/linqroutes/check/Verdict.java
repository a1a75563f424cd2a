package dev.linqroutes.check;

import java.util.Locale;

/** What the run would make of a row. */
enum Verdict {
    GOOD("good"),
    REFUSED("refused"),
    /** Linq would not make its group, or would put it into another's chat. */
    WOULD_FAIL("would fail"),
    /** Its time has passed, so that nothing is sent. */
    EXPIRED("expired");

    private final String told;

    Verdict(String told) {
        this.told = told;
    }

    /** For a person. */
    String told() {
        return told;
    }

    /** For a program. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
