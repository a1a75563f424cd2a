package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private final List<String> log = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;
    private final RateLimitedLog limited = new RateLimitedLog(log::add, Duration.ofSeconds(10), () -> now);

    @Test
    void at_most_one_line_is_logged_per_interval_with_the_suppressed_count() {
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < 100; i++) {
                limited.log("no");
            }
            now += Duration.ofSeconds(1).toNanos();
        }

        assertThat(log)
                .containsExactly(
                        "no",
                        "no (and 999 similar since the last log line)",
                        "no (and 999 similar since the last log line)");
    }

    @Test
    void rare_lines_are_all_logged() {
        for (int i = 0; i < 3; i++) {
            limited.log("no");
            now += Duration.ofSeconds(10).toNanos();
        }

        assertThat(log).containsExactly("no", "no", "no");
    }
}
