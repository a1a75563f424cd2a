package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.WorkGate;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(40);

    private final TestClock clock = new TestClock();
    private final Gate gate = new Gate(clock, PROBE, LONGEST_CALL, 3);

    @Test
    void what_answers_mean_is_counted() {
        gate.told(1, LinqAnswer.of(202, Optional.empty(), Optional.empty(), new byte[0]));
        gate.told(2, LinqAnswer.of(403, Optional.empty(), Optional.empty(), new byte[0]));
        gate.told(3, LinqAnswer.of(404, Optional.empty(), Optional.empty(), new byte[0]));
        gate.noAnswer(4, "timed out");

        assertThat(gate.meanings()).allSatisfy(meaning -> assertThat(gate.answers(meaning))
                .as(meaning)
                .isEqualTo(Map.of("accepted", 1L, "not_of_linq", 2L, "none", 1L).getOrDefault(meaning, 0L)));
    }

    @Test
    void while_Linq_works_everybody_works() {
        assertThat(gate.permits(256).most()).isEqualTo(256);
    }

    @Test
    void a_rejected_key_pauses_all_work_but_one_probe_at_a_time() {
        gate.keyRejected("HTTP 401");

        assertThat(gate.permits(256).most()).isZero();
        clock.pass(PROBE);
        assertThat(gate.permits(256).most()).isEqualTo(1);
        clock.pass(PROBE);
        assertThat(gate.permits(256).most()).isZero();
    }

    @Test
    void a_probe_that_is_rejected_is_followed_by_the_next() {
        gate.keyRejected("HTTP 401");
        clock.pass(PROBE);
        gate.permits(256);
        gate.keyRejected("HTTP 401");

        assertThat(gate.permits(256).most()).isZero();
        clock.pass(PROBE);
        assertThat(gate.permits(256).most()).isEqualTo(1);
    }

    @Test
    void a_probe_that_never_ends_is_followed_by_the_next() {
        gate.keyRejected("HTTP 401");
        clock.pass(PROBE);
        gate.permits(256);
        clock.pass(LONGEST_CALL);

        assertThat(gate.permits(256).most()).isEqualTo(1);
    }

    @Test
    void a_probe_that_found_nothing_to_do_is_there_for_the_next_work() {
        gate.keyRejected("HTTP 401");
        clock.pass(PROBE);
        gate.permits(256).probe().ifPresent(gate::releaseProbe);

        assertThat(gate.permits(256).most()).isEqualTo(1);
    }

    @Test
    void a_probe_is_released_by_nobody_but_who_has_it() {
        gate.keyRejected("HTTP 401");
        clock.pass(PROBE);
        WorkGate.Permit first = gate.permits(1);
        clock.pass(LONGEST_CALL);
        WorkGate.Permit second = gate.permits(1);

        gate.releaseProbe(first.probe().getAsLong());
        assertThat(gate.permits(1).most()).as("the second is under way").isZero();
        gate.releaseProbe(second.probe().getAsLong());
        assertThat(gate.permits(1).most()).isEqualTo(1);
    }

    @Test
    void a_probe_that_has_had_its_answer_is_not_released_any_more() {
        gate.keyRejected("HTTP 401");
        clock.pass(PROBE);
        WorkGate.Permit probe = gate.permits(1);
        gate.keyRejected("HTTP 401");

        gate.releaseProbe(probe.probe().getAsLong());

        assertThat(gate.permits(1).most()).isZero();
    }

    @Test
    void nothing_to_do_is_no_reason_to_probe_before_its_time() {
        gate.keyRejected("HTTP 401");
        gate.permits(256).probe().ifPresent(gate::releaseProbe);

        assertThat(gate.permits(256).most()).isZero();
    }

    @Test
    void any_answer_lets_all_work_go_on() {
        gate.keyRejected("HTTP 401");
        gate.answered();

        assertThat(gate.permits(256).most()).isEqualTo(256);
        assertThat(gate.pause()).isEmpty();
    }

    @Test
    void many_calls_without_an_answer_pause_all_work() {
        gate.noAnswer(1, "timed out");
        gate.noAnswer(2, "timed out");
        assertThat(gate.permits(256).most()).isEqualTo(256);
        gate.noAnswer(3, "timed out");

        assertThat(gate.pause()).contains(Gate.Pause.UNREACHABLE);
        assertThat(gate.permits(256).most()).isZero();
    }

    @Test
    void one_call_without_an_answer_never_pauses_the_others_however_often_it_is_tried() {
        for (int i = 0; i < 1000; i++) {
            gate.noAnswer(1, "timed out");
        }

        assertThat(gate.permits(256).most()).isEqualTo(256);
    }

    @Test
    void an_answer_in_between_shows_that_Linq_is_there() {
        gate.noAnswer(1, "timed out");
        gate.noAnswer(2, "timed out");
        gate.answered();
        gate.noAnswer(3, "timed out");

        assertThat(gate.pause()).isEmpty();
    }

    @Test
    void health_is_down_for_a_rejected_key_and_only_mentions_that_Linq_is_away() {
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        gate.noAnswer(1, "timed out");
        gate.noAnswer(2, "timed out");
        gate.noAnswer(3, "timed out");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getMessage()).contains("Linq does not answer (timed out); all work pauses");
        gate.keyRejected("HTTP 401");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        gate.answered();
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    private HealthCheck.Result health() {
        LinqHealth health = new LinqHealth(gate);
        health.setCamelContext(new DefaultCamelContext());
        return health.call(Map.of());
    }
}
