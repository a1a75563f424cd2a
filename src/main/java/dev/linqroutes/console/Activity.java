package dev.linqroutes.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What this instance has done in the last minute, from the counters of its metrics. */
final class Activity {
    /** Time between two samples. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration DEFAULT_CALL_TIME = Duration.ofMillis(500);

    /** Calls to Linq. */
    static final String CALLS = "calls";

    /** Commands that were accepted. */
    static final String COMMANDS = "commands";

    static final String WEBHOOKS = "webhooks";
    static final String REJECTED_WEBHOOKS = "webhooks_rejected";

    /** Results of webhooks that are answered with 200. */
    private static final Set<String> ACCEPTED_WEBHOOKS = Set.of("stored", "dropped");

    private final MeterRegistry metrics;
    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, Map<String, Double> counts) {}

    Activity(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        // Before anything is done: otherwise what is done until the first interval is over would not count.
        sample();
    }

    /** Reads the counters. Called every few seconds. */
    synchronized void sample() {
        Instant now = clock.instant();
        samples.add(new Sample(now, counts()));
        while (samples.size() > 2 && samples.peekFirst().at().isBefore(now.minus(WINDOW))) {
            samples.removeFirst();
        }
    }

    /** Outcomes by their status, calls, commands and webhooks, since the oldest sample: of a minute at most. */
    synchronized Map<String, Long> lastMinute() {
        if (samples.size() < 2) {
            return Map.of();
        }
        Map<String, Double> before = samples.peekFirst().counts();
        Map<String, Long> grown = new TreeMap<>();
        samples.peekLast()
                .counts()
                .forEach((name, count) -> grown.put(name, Math.round(count - before.getOrDefault(name, 0.0))));
        return grown;
    }

    private Map<String, Double> counts() {
        Map<String, Double> counts = new TreeMap<>();
        for (Counter counter : metrics.find("linq.outcomes").counters()) {
            counts.merge(String.valueOf(counter.getId().getTag("status")), counter.count(), Double::sum);
        }
        counts.put(
                CALLS,
                metrics.find("linq.requests").timers().stream()
                        .mapToDouble(Timer::count)
                        .sum());
        counts.put(
                COMMANDS,
                metrics.find("linq.commands.accepted").functionCounters().stream()
                        .mapToDouble(FunctionCounter::count)
                        .sum());
        for (FunctionCounter counter : metrics.find("linq.webhooks").functionCounters()) {
            boolean accepted = ACCEPTED_WEBHOOKS.contains(counter.getId().getTag("result"));
            counts.merge(accepted ? WEBHOOKS : REJECTED_WEBHOOKS, counter.count(), Double::sum);
        }
        return counts;
    }

    /** What a call takes on average since the start; a guess before the first one. */
    Duration callTime() {
        double count = 0;
        double nanos = 0;
        for (Timer timer : metrics.find("linq.requests").timers()) {
            count += timer.count();
            nanos += timer.totalTime(TimeUnit.NANOSECONDS);
        }
        return count == 0 ? DEFAULT_CALL_TIME : Duration.ofNanos((long) (nanos / count));
    }
}
