package dev.linqroutes.linq;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * How long a server asks to wait, as servers, gateways and proxies write it: whole seconds or a date (RFC 9110 10.2.3), but
 * also fractions, units, points in time, and several values where each of them has added one. The longest counts.
 */
final class RetryAfter {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A daily limit ends at midnight (reference 1.4); what asks for more is a mistake. */
    private static final Duration LONGEST = Duration.ofHours(25);

    /** A date has a comma of its own. */
    private static final Pattern VALUE =
            Pattern.compile("(?i)\\s*+\\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*+,?+[^,\\[\\]]++|[^,\\[\\]]++");

    private static final Pattern NUMBER = Pattern.compile("([+-]?+)(\\d*+(?:\\.\\d++)?+)\\s*+([A-Za-z]*+)");

    /** The oldest of the three forms of a date; the client knows the other two. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    /** More digits than any time has, and so few that reckoning with them costs nothing. */
    private static final int MOST_DIGITS = 30;

    /** From here on a bare number is a point in time: as seconds to wait it would be thirty years. */
    private static final BigDecimal EPOCH_SECONDS = new BigDecimal(1_000_000_000L);

    private static final BigDecimal EPOCH_MILLIS = new BigDecimal(1_000_000_000_000L);

    private RetryAfter() {}

    /**
     * Between a second and a day; empty when it says nothing of a time.
     *
     * @param now what a date is reckoned from
     */
    static Optional<Duration> of(String text, Instant now) {
        return VALUE.matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(value -> one(value.strip(), now).stream())
                .max(Comparator.naturalOrder())
                .map(seconds -> seconds.min(BigDecimal.valueOf(LONGEST.toSeconds()))
                        .setScale(0, RoundingMode.CEILING)
                        .longValue())
                .map(Duration::ofSeconds)
                .map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait);
    }

    private static Optional<BigDecimal> one(String value, Instant now) {
        Matcher number = NUMBER.matcher(value);
        if (number.matches() && !number.group(2).isEmpty()) {
            return seconds(number, now);
        }
        return date(value)
                .map(at -> Duration.between(now, at))
                .or(() -> duration(value))
                .map(wait -> new BigDecimal(wait.getSeconds()).add(BigDecimal.valueOf(wait.getNano(), 9)));
    }

    private static Optional<BigDecimal> seconds(Matcher number, Instant now) {
        if (number.group(1).equals("-")) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (number.group(2).length() > MOST_DIGITS) {
            return Optional.of(BigDecimal.valueOf(LONGEST.toSeconds()));
        }
        BigDecimal amount = new BigDecimal(number.group(2));
        if (!number.group(3).isEmpty()) {
            return unit(number.group(3)).map(amount::multiply);
        }
        if (amount.compareTo(EPOCH_SECONDS) < 0) {
            return Optional.of(amount);
        }
        BigDecimal at = amount.compareTo(EPOCH_MILLIS) < 0 ? amount : amount.movePointLeft(3);
        return Optional.of(at.subtract(BigDecimal.valueOf(now.toEpochMilli(), 3)));
    }

    private static Optional<BigDecimal> unit(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds" -> Optional.of(new BigDecimal("0.001"));
            case "s", "sec", "secs", "second", "seconds" -> Optional.of(BigDecimal.ONE);
            case "m", "min", "mins", "minute", "minutes" -> Optional.of(BigDecimal.valueOf(60));
            case "h", "hr", "hrs", "hour", "hours" -> Optional.of(BigDecimal.valueOf(3600));
            default -> Optional.empty();
        };
    }

    static Optional<Instant> date(String value) {
        return Optional.ofNullable(DateUtils.parseStandardDate(value))
                .or(() -> parsed(() -> LocalDateTime.parse(value, ASCTIME).toInstant(ZoneOffset.UTC)))
                .or(() -> parsed(() -> OffsetDateTime.parse(value).toInstant()));
    }

    private static Optional<Duration> duration(String value) {
        return parsed(() -> Duration.parse(value));
    }

    private static <T> Optional<T> parsed(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
