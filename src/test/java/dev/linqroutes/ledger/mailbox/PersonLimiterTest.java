package dev.linqroutes.ledger.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A person gets so many messages of a line in any minute, also when messages go later than at the times that they were given. */
class PersonLimiterTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST = 3;
    private static final int GROUPS = 9;

    private final PersonLimiter limiter = new PersonLimiter(OptionalLong.of(MOST));
    private final Instant start = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void a_message_that_goes_late_counts_when_it_goes() {
        assertThat(takeAll(0, 9, start))
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        at(60),
                        at(60),
                        at(60),
                        at(120),
                        at(120),
                        at(120));
        assertThat(takeAll(3, 6, start.plusSeconds(115))).containsOnly(Optional.empty());

        assertThat(takeAll(6, 9, start.plusSeconds(120))).containsOnly(at(175));
        assertThat(takeAll(6, 9, start.plusSeconds(175))).containsOnly(Optional.empty());
    }

    @Test
    void a_message_that_goes_a_little_late_puts_the_next_off_as_little() {
        takeAll(0, 9, start);
        takeAll(3, 6, start.plusSeconds(61));

        assertThat(takeAll(6, 9, start.plusSeconds(120))).containsOnly(at(121));
    }

    @Property(tries = 300)
    void no_minute_has_more_messages_than_it_may(
            @ForAll @Size(max = 200) List<@IntRange(max = 40) Integer> seconds,
            @ForAll @Size(value = 50) List<@IntRange(max = GROUPS - 1) Integer> groups) {
        Instant now = start;
        List<Instant> sent = new ArrayList<>();
        Map<Integer, Instant> later = new HashMap<>();
        for (int i = 0; i < seconds.size(); i++) {
            now = now.plusSeconds(seconds.get(i) < 20 ? 0 : seconds.get(i));
            int group = groups.get(i % groups.size());
            if (later.getOrDefault(group, start).isAfter(now)) {
                continue;
            }
            Optional<Instant> time = turns(group).take(now);
            time.ifPresent(known -> later.put(group, known));
            if (time.isEmpty()) {
                sent.add(now);
            }
        }

        for (Instant each : sent) {
            assertThat(sent.stream()
                            .filter(other -> other.isAfter(each.minus(MINUTE)) && !other.isAfter(each))
                            .count())
                    .as("messages in the minute before %s of %s", each, sent)
                    .isLessThanOrEqualTo(MOST);
        }
    }

    private List<Optional<Instant>> takeAll(int from, int to, Instant now) {
        List<Optional<Instant>> times = new ArrayList<>();
        for (int group = from; group < to; group++) {
            times.add(turns(group).take(now));
        }
        return times;
    }

    private PersonLimiter.Turns turns(int group) {
        return limiter.turns("ref:" + group, Optional.of("+12025550100"), List.of("+12025550101"));
    }

    private Optional<Instant> at(int seconds) {
        return Optional.of(start.plusSeconds(seconds));
    }
}
