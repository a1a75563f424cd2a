package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.ops.Instances;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Instances that share a ledger see which others run and what they do. */
class InstancesKnowEachOtherTest extends WithRetention {
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private Instances first;
    private Instances second;

    @BeforeEach
    void makeTwo() {
        first = new Instances(ledger.database, new Instances.Self("host-1", "1.0", started));
        second = new Instances(ledger.database, new Instances.Self("host-2", "1.1", started));
    }

    @OnEachDatabase
    void an_instance_sees_the_latest_report_of_the_other_and_not_its_own() {
        first.report(Map.of("calls", 1L));
        second.report(Map.of("calls", 2L));
        second.report(Map.of("calls", 3L, "confirmed", 2L));

        assertThat(first.findOthers()).singleElement().satisfies(other -> {
            assertThat(other.host()).isEqualTo("host-2");
            assertThat(other.version()).isEqualTo("1.1");
            assertThat(other.startedAt()).isEqualTo(started);
            assertThat(other.silence()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
            assertThat(other.counts()).isEqualTo(Map.of("calls", 3L, "confirmed", 2L));
        });
    }

    @OnEachDatabase
    void a_silent_instance_is_known_for_five_minutes() {
        second.report(Map.of());
        letPass(Duration.ofMinutes(4));

        assertThat(first.findOthers()).singleElement().satisfies(other -> assertThat(other.silence())
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5)));

        letPass(Duration.ofMinutes(2));
        assertThat(first.findOthers()).isEmpty();
    }

    @OnEachDatabase
    void an_instance_that_was_silent_until_its_row_was_deleted_comes_back_with_its_next_report() {
        second.report(Map.of());
        inTransaction(handle -> handle.execute("DELETE FROM instance"));

        second.report(Map.of("calls", 1L));

        assertThat(first.findOthers()).singleElement().satisfies(other -> {
            assertThat(other.startedAt()).isEqualTo(started);
            assertThat(other.counts()).containsEntry("calls", 1L);
        });
    }

    @OnEachDatabase
    void an_instance_that_stops_is_gone_at_once_and_a_late_report_does_not_bring_it_back() {
        second.report(Map.of());

        second.stop();
        second.report(Map.of());

        assertThat(first.findOthers()).isEmpty();
    }

    private void letPass(Duration time) {
        inTransaction(handle -> handle.createUpdate(
                        "UPDATE instance SET seen_at = seen_at - CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND")
                .bind("seconds", (int) time.toSeconds())
                .execute());
    }
}
