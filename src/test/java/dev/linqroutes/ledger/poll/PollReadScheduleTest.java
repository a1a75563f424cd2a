package dev.linqroutes.ledger.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A poll is read soon after it was heard of, then ever more rarely, and some day no more. */
class PollReadScheduleTest {
    private static final Instant HEARD = Instant.parse("2026-08-21T09:00:00Z");
    private final PollReadSchedule schedule = new PollReadSchedule(Duration.ofMinutes(1));

    @Test
    void a_silent_poll_is_read_seven_times_in_a_week_and_no_more() {
        List<Duration> reads = new ArrayList<>();
        Optional<Instant> next = Optional.of(schedule.firstAfter(HEARD));
        while (next.isPresent()) {
            reads.add(Duration.between(HEARD, next.get()));
            next = schedule.nextAfter(HEARD, next.get());
        }

        assertThat(reads)
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        Duration.ofHours(6),
                        Duration.ofDays(1),
                        Duration.ofDays(3),
                        Duration.ofDays(7));
    }

    @Property
    void a_poll_that_is_read_late_is_not_read_again_at_once(@ForAll @IntRange(max = 700_000) int seconds) {
        Instant readAt = HEARD.plusSeconds(seconds);

        schedule.nextAfter(HEARD, readAt).ifPresent(next -> assertThat(next).isAfterOrEqualTo(readAt.plusSeconds(30)));
    }

    @Property
    void what_has_come_before_the_deadline_happened_before_the_time_of_the_read(
            @ForAll @IntRange(min = -30, max = 30) int linqIsAhead) {
        Instant voted = HEARD.plusSeconds(linqIsAhead);

        assertThat(schedule.asOf(schedule.firstAfter(HEARD))).isAfterOrEqualTo(voted);
    }
}
