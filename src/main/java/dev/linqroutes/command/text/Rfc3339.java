package dev.linqroutes.command.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses times in the format of RFC 3339. */
public final class Rfc3339 {
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

    private Rfc3339() {}

    /** @return empty if the text is not such a time */
    public static Optional<Instant> parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        if (!RFC_3339.matcher(upper).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(upper).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
