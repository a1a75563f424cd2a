package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.linqroutes.ledger.Call;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.CallResult;
import dev.linqroutes.testing.TestClock;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a clock that jumps does to calls that are tried again and to the pause of all work. */
class ClockJumpTest {
    private static final Duration MAX_ELAPSED = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(40);

    private final TestClock clock = new TestClock();
    private final Gate gate = new Gate(clock, PROBE, LONGEST_CALL, 1);
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), LONGEST, MAX_ELAPSED, Duration.ofMinutes(10), () -> 1);
    private final Answers answers = new Answers(backoff, gate, clock);

    @Test
    void a_call_that_is_being_tried_fails_early_when_the_clock_jumps_over_its_last_try() {
        Instant firstTry = clock.instant();
        clock.pass(MAX_ELAPSED);

        assertThat(answers.unreachable(triedSince(firstTry), new SocketTimeoutException("Read timed out")))
                .isInstanceOf(CallResult.Failed.class);
    }

    @Test
    void a_call_is_tried_no_more_seldom_when_the_clock_is_set_back() {
        Instant firstTry = clock.instant();
        clock.pass(MAX_ELAPSED.negated());

        assertThat(answers.unreachable(triedSince(firstTry), new SocketTimeoutException("Read timed out")))
                .asInstanceOf(type(CallResult.Again.class))
                .satisfies(again -> assertThat(again.after()).isLessThanOrEqualTo(LONGEST));
    }

    @Test
    void a_pause_does_not_outlast_its_reason_when_the_clock_is_set_back() {
        gate.keyRejected("HTTP 401");
        clock.pass(Duration.ofHours(1).negated());

        assertThat(gate.permits(256).most()).isEqualTo(1);
        assertThat(gate.permits(256).most()).as("one probe at a time").isZero();
        clock.pass(Duration.ofHours(1).negated());
        assertThat(gate.permits(256).most()).isEqualTo(1);
    }

    private static Call triedSince(Instant firstTry) {
        return new Call(
                1,
                "c1",
                1,
                Optional.empty(),
                CallKind.SEND_MESSAGE,
                "POST",
                "/chats/c/messages",
                "{}",
                20,
                true,
                Optional.of(firstTry),
                Optional.empty(),
                Optional.empty());
    }
}
