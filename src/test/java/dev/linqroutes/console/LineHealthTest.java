package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.TestClock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** What Linq says of the lines. */
class LineHealthTest {
    private static final String LINE = "+12223334444";

    private final TestClock clock = new TestClock();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private String status = "HEALTHY";
    private boolean unreachable;
    private final LineHealth health = new LineHealth(this::answer, work::add, clock);

    private JsonNode answer() {
        if (unreachable) {
            throw new IllegalStateException("no response from Linq");
        }
        return ConsoleHttp.JSON
                .createObjectNode()
                .set(
                        "phone_numbers",
                        ConsoleHttp.JSON
                                .createArrayNode()
                                .add(ConsoleHttp.JSON
                                        .createObjectNode()
                                        .put("phone_number", LINE)
                                        .<JsonNode>set(
                                                "reputation",
                                                ConsoleHttp.JSON
                                                        .createObjectNode()
                                                        .put("status", status))));
    }

    @Test
    void nobody_waits_for_linq_which_is_asked_once_in_five_minutes() {
        assertThat(health.latest().lines()).isEmpty();
        health.latest();
        assertThat(work).hasSize(1);

        work.remove().run();
        assertThat(health.latest().lines().get(LINE).status()).isEqualTo("HEALTHY");
        assertThat(work).isEmpty();

        status = "FLAGGED";
        clock.advance(LineHealth.MAX_AGE.plusSeconds(1));
        health.latest();
        work.remove().run();
        assertThat(health.latest().lines().get(LINE).status()).isEqualTo("FLAGGED");
    }

    @Test
    void while_linq_does_not_answer_the_last_answer_stays_with_the_reason() {
        health.latest();
        work.remove().run();
        unreachable = true;
        clock.advance(LineHealth.MAX_AGE.plusSeconds(1));
        health.latest();
        work.remove().run();

        assertThat(health.latest().lines()).containsKey(LINE);
        assertThat(health.latest().problem()).contains("no response from Linq");
        assertThat(work).as("not again at once").isEmpty();
    }
}
