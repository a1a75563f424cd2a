package dev.linqroutes.linq;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * Parses Retry-After as servers, gateways and proxies write it: whole seconds or a date (RFC 9110 10.2.3), but also fractions,
 * units, points in time, and several values if each of them has added one. The longest wins.
 */
public final class RetryAfterParser {
    private static final Duration MIN_DELAY = Duration.ofSeconds(1);

    /** A daily limit ends at midnight (reference 1.4); a longer delay is an error of the server. */
    private static final Duration MAX_DELAY = Duration.ofHours(25);

    /** Values are separated by commas; a date contains one, too. */
    private static final Pattern VALUE =
            Pattern.compile("(?i)\\s*+\\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*+,?+[^,;\"\\[\\]]++|[^,;\"\\[\\]]++");

    private static final Pattern NUMBER = Pattern.compile("([+-]?+)(\\d*+(?:\\.\\d++)?+)");

    /** Such as {@code 20 seconds}, and {@code 1m30s} as Go writes it. */
    private static final Pattern AMOUNT =
            Pattern.compile("\\G(\\d{1,18}+(?:\\.\\d{1,9}+)?+|\\.\\d{1,9}+)\\s*+([A-Za-z]++)\\s*+");

    /** The day of the week is redundant, and wrong in some test environments. */
    private static final Pattern WEEKDAY = Pattern.compile("\\A[A-Za-z]++,?+\\s++(?=\\d)");

    /** Formats that the HTTP client does not know: asctime, mail, ISO 8601. */
    private static final List<DateTimeFormatter> DATES = Stream.of(
                    "EEE MMM ppd HH:mm:ss yyyy", "d MMM yyyy HH:mm:ss", "yyyy-MM-dd['T'][ ]HH:mm:ss")
            .map(pattern -> new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendPattern("[ z][ ][XXX][XX]")
                    .toFormatter(Locale.ENGLISH))
            .toList();

    /** More digits than any time has, and few enough to compute with. */
    private static final int MAX_DIGITS = 30;

    /** A larger number is a point in time: as a delay in seconds it would be thirty years. */
    private static final BigDecimal MIN_EPOCH_SECONDS = new BigDecimal(1_000_000_000L);

    /** A larger number is in fractions of a second. */
    private static final BigDecimal MAX_EPOCH_SECONDS = new BigDecimal(1_000_000_000_000L);

    private RetryAfterParser() {}

    /**
     * Returns a delay between 1 s and 25 h; empty if the text contains none.
     *
     * @param now for the delay until a date
     */
    public static Optional<Duration> parse(String text, Instant now) {
        return VALUE.matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(value -> parseValue(value.strip(), now).stream())
                .max(Comparator.naturalOrder())
                .map(seconds -> seconds.min(BigDecimal.valueOf(MAX_DELAY.toSeconds()))
                        .setScale(0, RoundingMode.CEILING)
                        .longValue())
                .map(Duration::ofSeconds)
                .map(delay -> delay.compareTo(MIN_DELAY) < 0 ? MIN_DELAY : delay);
    }

    private static Optional<BigDecimal> parseValue(String value, Instant now) {
        Matcher number = NUMBER.matcher(value);
        if (number.matches() && !number.group(2).isEmpty()) {
            return Optional.of(parseNumber(number, now));
        }
        return parseAmounts(value).or(() -> parseDate(value)
                .map(at -> Duration.between(now, at))
                .or(() -> parseDuration(value))
                .map(delay -> new BigDecimal(delay.getSeconds()).add(BigDecimal.valueOf(delay.getNano(), 9))));
    }

    private static BigDecimal parseNumber(Matcher number, Instant now) {
        if (number.group(1).equals("-")) {
            return BigDecimal.ZERO;
        }
        if (number.group(2).length() > MAX_DIGITS) {
            return BigDecimal.valueOf(MAX_DELAY.toSeconds());
        }
        BigDecimal at = new BigDecimal(number.group(2));
        if (at.compareTo(MIN_EPOCH_SECONDS) < 0) {
            return at;
        }
        while (at.compareTo(MAX_EPOCH_SECONDS) >= 0) {
            at = at.movePointLeft(3);
        }
        return at.subtract(BigDecimal.valueOf(now.toEpochMilli(), 3));
    }

    private static Optional<BigDecimal> parseAmounts(String value) {
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        for (MatchResult amount : AMOUNT.matcher(value).results().toList()) {
            Optional<BigDecimal> unit = secondsPerUnit(amount.group(2));
            if (unit.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(new BigDecimal(amount.group(1)).multiply(unit.get()));
            end = amount.end();
        }
        return end > 0 && end == value.length() ? Optional.of(sum) : Optional.empty();
    }

    private static Optional<BigDecimal> secondsPerUnit(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds" -> Optional.of(new BigDecimal("0.001"));
            case "s", "sec", "secs", "second", "seconds" -> Optional.of(BigDecimal.ONE);
            case "m", "min", "mins", "minute", "minutes" -> Optional.of(BigDecimal.valueOf(60));
            case "h", "hr", "hrs", "hour", "hours" -> Optional.of(BigDecimal.valueOf(3600));
            case "d", "day", "days" -> Optional.of(BigDecimal.valueOf(86_400));
            default -> Optional.empty();
        };
    }

    static Optional<Instant> parseDate(String value) {
        String day = WEEKDAY.matcher(value).replaceFirst("");
        return Optional.ofNullable(DateUtils.parseStandardDate(value)).or(() -> DATES.stream()
                .flatMap(format ->
                        tryParse(() -> format.parseBest(day, ZonedDateTime::from, LocalDateTime::from)).stream())
                .map(date -> date instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(date))
                .findFirst());
    }

    private static Optional<Duration> parseDuration(String value) {
        return tryParse(() -> Duration.parse(value));
    }

    private static <T> Optional<T> tryParse(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
