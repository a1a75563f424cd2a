package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.testing.TestClock;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The effect of clock jumps on retries and on an open circuit. */
class ClockJumpTest {
    private static final Duration MAX_ELAPSED = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(40);

    private final TestClock clock = new TestClock();
    private final CircuitBreaker circuitBreaker = new CircuitBreaker(clock, PROBE, LONGEST_CALL, 1);
    private final RetryBackoff backoff =
            new RetryBackoff(Duration.ofSeconds(1), LONGEST, MAX_ELAPSED, Duration.ofMinutes(10), () -> 1);
    private final ResponseInterpreter interpreter = new ResponseInterpreter(backoff, circuitBreaker, clock);

    @Test
    void a_call_fails_early_when_the_clock_jumps_over_its_last_attempt() {
        Instant firstTry = clock.instant();
        clock.advance(MAX_ELAPSED);

        assertThat(interpreter.interpretNoResponse(triedSince(firstTry), new SocketTimeoutException("Read timed out")))
                .isInstanceOf(CallResult.Failed.class);
    }

    @Test
    void a_clock_set_back_does_not_delay_retries() {
        Instant firstTry = clock.instant();
        clock.advance(MAX_ELAPSED.negated());

        assertThat(interpreter.interpretNoResponse(triedSince(firstTry), new SocketTimeoutException("Read timed out")))
                .asInstanceOf(type(CallResult.Retry.class))
                .satisfies(retry -> assertThat(retry.delay()).isLessThanOrEqualTo(LONGEST));
    }

    @Test
    void a_clock_set_back_does_not_prolong_an_open_circuit() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        clock.advance(Duration.ofHours(1).negated());

        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(1);
        assertThat(circuitBreaker.acquirePermit(256).limit())
                .as("one probe at a time")
                .isZero();
        clock.advance(Duration.ofHours(1).negated());
        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(1);
    }

    private static Call triedSince(Instant firstTry) {
        return new Call(
                1,
                "c1",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CallKind.SEND_MESSAGE,
                "POST",
                "/chats/c/messages",
                "{}",
                20,
                true,
                Optional.of(firstTry),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
