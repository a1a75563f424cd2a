package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterParserTest {
    private static final Instant NOW = Instant.parse("2026-08-21T09:00:00Z");
    private static final String IMF_DATE = "Fri, 21 Aug 2026 09:00:20 GMT";

    @ParameterizedTest
    @CsvSource({
        "20, 20",
        "' 20 ', 20",
        "+20, 20",
        "020, 20",
        "20.0, 20",
        "20.5, 21",
        ".5, 1",
        "0, 1",
        "0.0, 1",
        "-20, 1",
        "20s, 20",
        "20 s, 20",
        "20 sec, 20",
        "20 seconds, 20",
        "1 Second, 1",
        "20000ms, 20",
        "1500 ms, 2",
        "2m, 120",
        "2 minutes, 120",
        "1h, 3600",
        "1d, 86400",
        "1m30s, 90",
        "1h0m0.5s, 3601",
        "1 h 5 min, 3900",
        "'\"20\"', 20",
        "'120;comment', 120",
        "'20, 30; x', 30",
        "PT20S, 20",
        "PT2M0.5S, 121",
        "'20, 20', 20",
        "'5, 20', 20",
        "'20, 5', 20",
        "'[20, 5]', 20",
        "'20,', 20",
        "'20, soon', 20",
        "90000, 90000",
        "90001, 90000",
        "999999999999, 90000",
        "9223372036854775807, 90000",
        "99999999999999999999999, 90000",
        "99999999999999999999999999999999999999999999999999, 90000",
    })
    void a_delay_is_rounded_up_and_limited_to_25_hours(String text, long seconds) {
        assertThat(RetryAfterParser.parse(text, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IMF_DATE,
                "Friday, 21-Aug-26 09:00:20 GMT",
                "Fri Aug 21 09:00:20 2026",
                "2026-08-21T09:00:20Z",
                "2026-08-21T11:00:20+02:00",
                "2026-08-21T11:00:20+0200",
                "2026-08-21T09:00:20",
                "2026-08-21 09:00:20",
                "2026-08-21 09:00:20 UTC",
                "2026-08-21T09:00:20.000Z",
                "2026-08-21T09:00:19.5Z",
                "2026-08-21T09:00:19.999999999Z",
                "Fri, 21 Aug 2026 09:00:20 +0000",
                "Fri, 21 Aug 2026 11:00:20 +0200",
                "Fri, 21 Aug 2026 09:00:20 UTC",
                "Fri, 21 Aug 2026 05:00:20 EDT",
                "21 Aug 2026 09:00:20 GMT",
                "Thu, 21 Aug 2026 09:00:20 GMT",
                "fri, 21 aug 2026 09:00:20 gmt",
                "Fri, 21-Aug-2026 09:00:20 GMT",
                IMF_DATE + ", " + IMF_DATE,
                "[" + IMF_DATE + ", Fri, 21 Aug 2026 09:00:10 GMT]",
                "10, " + IMF_DATE,
                "1787302820",
                "1787302820000",
                "1787302820000000",
                "1787302819.5",
            })
    void a_date_is_a_delay_until_then(String text) {
        assertThat(RetryAfterParser.parse(text, NOW)).contains(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fri, 21 Aug 2026 08:59:00 GMT", "2026-08-21T08:00:00Z", "1787302000"})
    void a_past_date_is_the_shortest_delay(String text) {
        assertThat(RetryAfterParser.parse(text, NOW)).contains(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "[]",
                "soon",
                "twenty",
                "20 parsecs",
                "20 s more",
                "1h 20 parsecs",
                "1m30",
                "in 20 s",
                "1e3e",
                "0x20",
                "Fri, 99 Aug 2026 09:00:20 GMT"
            })
    void text_without_a_time_is_no_delay(String text) {
        assertThat(RetryAfterParser.parse(text, NOW)).isEmpty();
    }

    @Property
    void any_delay_is_between_a_second_and_25_hours(@ForAll String text) {
        Duration wait = RetryAfterParser.parse(text, NOW).orElse(Duration.ofSeconds(1));

        assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofHours(25));
    }

    @Property
    void a_fraction_is_rounded_up(
            @ForAll @IntRange(min = 0, max = 80_000) int whole, @ForAll @IntRange(min = 0, max = 999) int thousandths) {
        assertThat(RetryAfterParser.parse("%d.%03d".formatted(whole, thousandths), NOW)
                        .orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofMillis(whole * 1000L + thousandths));
    }
}
