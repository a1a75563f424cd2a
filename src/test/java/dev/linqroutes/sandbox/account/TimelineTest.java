package dev.linqroutes.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-11-06T12:00:00Z");

    private final Machine machine = new Machine();
    private final Timeline timeline = machine.timeline();
    private final List<String> done = new ArrayList<>();

    private record Timer(Instant due, Runnable action) {}

    /** A clock whose timers call back when its time has come. */
    private static final class Machine extends Clock {
        private final List<Timer> timers = new ArrayList<>();
        private Instant now = START;

        Timeline timeline() {
            return new Timeline(this, Duration.ZERO, (wait, action) -> timers.add(new Timer(now.plus(wait), action)));
        }

        void pass(Duration time) {
            Instant end = now.plus(time);
            for (Optional<Timer> next = next(end); next.isPresent(); next = next(end)) {
                timers.remove(next.get());
                now = next.get().due();
                next.get().action().run();
            }
            now = end;
        }

        private Optional<Timer> next(Instant end) {
            return timers.stream().filter(timer -> !timer.due().isAfter(end)).min(Comparator.comparing(Timer::due));
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void at(int seconds, String what) {
        timeline.at(START.plusSeconds(seconds), () -> done.add(what));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void what_is_due_later_comes_sooner_when_the_time_was_advanced() {
        at(60, "later");
        timeline.advance(seconds(50));

        machine.pass(seconds(9));
        assertThat(done).isEmpty();
        machine.pass(seconds(2));

        assertThat(done).containsExactly("later");
    }

    @Test
    void what_fails_keeps_nothing_else_from_its_time() {
        timeline.at(START.plusSeconds(1), () -> {
            throw new IllegalStateException("failed on purpose");
        });
        at(1, "at the same time");
        timeline.at(START.plusSeconds(10), () -> {
            throw new IllegalStateException("failed on purpose");
        });
        at(11, "later");
        at(90, "much later");

        machine.pass(seconds(2));
        assertThat(done).containsExactly("at the same time");
        timeline.advance(seconds(30));
        assertThat(done).containsExactly("at the same time", "later");
        assertThat(timeline.now()).isEqualTo(START.plusSeconds(32));
        machine.pass(seconds(60));

        assertThat(done).containsExactly("at the same time", "later", "much later");
    }

    @Test
    void what_a_task_asks_for_is_done_at_its_time_too() {
        timeline.after(
                seconds(10),
                () -> timeline.after(seconds(10), () -> done.add(timeline.now().toString())));

        timeline.advance(seconds(30));

        assertThat(done).containsExactly(START.plusSeconds(20).toString());
    }

    /** @param steps each advances the time by so many seconds, or lets so many pass, in turn */
    @Property(tries = 500)
    void everything_happens_once_in_order_and_at_its_time(
            @ForAll @Size(max = 20) List<@IntRange(max = 300) Integer> dues,
            @ForAll @Size(max = 20) List<@IntRange(max = 60) Integer> steps) {
        Machine machine = new Machine();
        Timeline timeline = machine.timeline();
        List<Integer> happened = new ArrayList<>();
        dues.forEach(due -> timeline.at(START.plusSeconds(due), () -> {
            happened.add(due);
            assertThat(timeline.now())
                    .isBetween(START.plusSeconds(due), START.plusSeconds(due).plusMillis(2));
        }));
        boolean advances = false;
        int passed = 0;
        for (int step : steps) {
            if (advances) {
                timeline.advance(seconds(step));
            } else {
                machine.pass(seconds(step));
            }
            passed += step;
            advances = !advances;
        }
        int until = passed;

        // Timers may be a millisecond late.
        List<Integer> inTime = dues.stream().filter(due -> due < until).sorted().toList();
        assertThat(happened).startsWith(inTime.toArray(Integer[]::new)).isSorted();
        assertThat(dues.stream().filter(due -> due <= until).count()).isGreaterThanOrEqualTo(happened.size());
        assertThat(machine.timers.size()).isLessThanOrEqualTo(dues.size() + steps.size());
    }

    @Test
    void after_it_was_stopped_nothing_is_due_any_more() {
        at(1, "before");

        timeline.stop();
        at(2, "after");
        machine.pass(seconds(3));
        timeline.advance(seconds(60));

        assertThat(done).isEmpty();
    }
}
