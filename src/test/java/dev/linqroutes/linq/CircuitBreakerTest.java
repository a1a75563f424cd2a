package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.WorkLimiter;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(40);

    private final TestClock clock = new TestClock();
    private final CircuitBreaker circuitBreaker = new CircuitBreaker(clock, PROBE, LONGEST_CALL, 3);

    @Test
    void responses_are_counted_by_class() {
        circuitBreaker.record(1, LinqResponse.parse(202, Optional.empty(), Optional.empty(), new byte[0]));
        circuitBreaker.record(2, LinqResponse.parse(403, Optional.empty(), Optional.empty(), new byte[0]));
        circuitBreaker.record(3, LinqResponse.parse(404, Optional.empty(), Optional.empty(), new byte[0]));
        circuitBreaker.recordNoResponse(4, "timed out");

        assertThat(circuitBreaker.responseLabels()).allSatisfy(meaning -> assertThat(
                        circuitBreaker.responseCount(meaning))
                .as(meaning)
                .isEqualTo(Map.of("accepted", 1L, "not_of_linq", 2L, "none", 1L).getOrDefault(meaning, 0L)));
    }

    @Test
    void while_Linq_works_everybody_works() {
        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(256);
    }

    @Test
    void a_rejected_key_pauses_all_calls_except_one_probe_at_a_time() {
        circuitBreaker.recordKeyRejected("HTTP 401");

        assertThat(circuitBreaker.acquirePermit(256).limit()).isZero();
        clock.advance(PROBE);
        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(1);
        clock.advance(PROBE);
        assertThat(circuitBreaker.acquirePermit(256).limit()).isZero();
    }

    @Test
    void a_rejected_probe_is_followed_by_another() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        clock.advance(PROBE);
        circuitBreaker.acquirePermit(256);
        circuitBreaker.recordKeyRejected("HTTP 401");

        assertThat(circuitBreaker.acquirePermit(256).limit()).isZero();
        clock.advance(PROBE);
        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(1);
    }

    @Test
    void a_probe_that_never_ends_is_followed_by_another() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        clock.advance(PROBE);
        circuitBreaker.acquirePermit(256);
        clock.advance(LONGEST_CALL);

        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(1);
    }

    @Test
    void an_unused_probe_is_available_for_the_next_claim() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        clock.advance(PROBE);
        circuitBreaker.acquirePermit(256).probe().ifPresent(circuitBreaker::releaseProbe);

        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(1);
    }

    @Test
    void a_probe_is_released_only_by_its_owner() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        clock.advance(PROBE);
        WorkLimiter.Permit first = circuitBreaker.acquirePermit(1);
        clock.advance(LONGEST_CALL);
        WorkLimiter.Permit second = circuitBreaker.acquirePermit(1);

        circuitBreaker.releaseProbe(first.probe().getAsLong());
        assertThat(circuitBreaker.acquirePermit(1).limit())
                .as("the second is in flight")
                .isZero();
        circuitBreaker.releaseProbe(second.probe().getAsLong());
        assertThat(circuitBreaker.acquirePermit(1).limit()).isEqualTo(1);
    }

    @Test
    void a_probe_with_a_response_is_not_released() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        clock.advance(PROBE);
        WorkLimiter.Permit probe = circuitBreaker.acquirePermit(1);
        circuitBreaker.recordKeyRejected("HTTP 401");

        circuitBreaker.releaseProbe(probe.probe().getAsLong());

        assertThat(circuitBreaker.acquirePermit(1).limit()).isZero();
    }

    @Test
    void an_unused_probe_does_not_permit_a_probe_before_the_interval() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        circuitBreaker.acquirePermit(256).probe().ifPresent(circuitBreaker::releaseProbe);

        assertThat(circuitBreaker.acquirePermit(256).limit()).isZero();
    }

    @Test
    void any_response_resumes_all_calls() {
        circuitBreaker.recordKeyRejected("HTTP 401");
        circuitBreaker.recordResponse();

        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(256);
        assertThat(circuitBreaker.openReason()).isEmpty();
    }

    @Test
    void many_calls_without_a_response_pause_all_calls() {
        circuitBreaker.recordNoResponse(1, "timed out");
        circuitBreaker.recordNoResponse(2, "timed out");
        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(256);
        circuitBreaker.recordNoResponse(3, "timed out");

        assertThat(circuitBreaker.openReason()).contains(CircuitBreaker.OpenReason.UNREACHABLE);
        assertThat(circuitBreaker.acquirePermit(256).limit()).isZero();
    }

    @Test
    void one_call_without_a_response_never_pauses_the_others() {
        for (int i = 0; i < 1000; i++) {
            circuitBreaker.recordNoResponse(1, "timed out");
        }

        assertThat(circuitBreaker.acquirePermit(256).limit()).isEqualTo(256);
    }

    @Test
    void an_answer_in_between_shows_that_Linq_is_there() {
        circuitBreaker.recordNoResponse(1, "timed out");
        circuitBreaker.recordNoResponse(2, "timed out");
        circuitBreaker.recordResponse();
        circuitBreaker.recordNoResponse(3, "timed out");

        assertThat(circuitBreaker.openReason()).isEmpty();
    }

    @Test
    void health_is_down_for_a_rejected_key_and_only_mentions_that_Linq_is_away() {
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        circuitBreaker.recordNoResponse(1, "timed out");
        circuitBreaker.recordNoResponse(2, "timed out");
        circuitBreaker.recordNoResponse(3, "timed out");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getMessage()).contains("Linq does not respond (timed out); all calls are paused");
        circuitBreaker.recordKeyRejected("HTTP 401");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        circuitBreaker.recordResponse();
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void health_masks_what_a_gateway_has_answered() {
        circuitBreaker.recordKeyRejected("no account for +12025550101");

        assertThat(health().getMessage())
                .hasValueSatisfying(message ->
                        assertThat(message).contains("no account for …0101").doesNotContain("2025550101"));
    }

    private HealthCheck.Result health() {
        LinqHealthCheck health = new LinqHealthCheck(circuitBreaker, text -> text.replace("+12025550101", "…0101"));
        health.setCamelContext(new DefaultCamelContext());
        return health.call(Map.of());
    }
}
