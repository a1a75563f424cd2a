package dev.linqroutes.files.check;

import java.util.Locale;

/** What would happen to a row if the file were dropped into the inbox. */
public enum RowVerdict {
    GOOD("good"),
    REFUSED("refused"),
    /** Linq would not create the group, or would reuse the chat of another one. */
    WOULD_FAIL("would fail"),
    /** The expiry time has passed, so no call is sent. */
    EXPIRED("expired");

    private final String description;

    RowVerdict(String description) {
        this.description = description;
    }

    /** For a person. */
    public String describe() {
        return description;
    }

    /** For a program. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
