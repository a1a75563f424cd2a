package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private final List<String> log = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;
    private final RateLimitedLog line = new RateLimitedLog(log::add, Duration.ofSeconds(10), () -> now);

    @Test
    void however_often_there_is_reason_one_line_is_written_in_ten_seconds() {
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < 100; i++) {
                line.log("no");
            }
            now += Duration.ofSeconds(1).toNanos();
        }

        assertThat(log)
                .containsExactly(
                        "no",
                        "no (and 999 more like it since the last line)",
                        "no (and 999 more like it since the last line)");
    }

    @Test
    void what_happens_rarely_is_written_each_time() {
        for (int i = 0; i < 3; i++) {
            line.log("no");
            now += Duration.ofSeconds(10).toNanos();
        }

        assertThat(log).containsExactly("no", "no", "no");
    }
}
