package dev.linqroutes.sandbox.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BiConsumer;

/** The account's time, which a test can advance, and what is to happen at which time. Confined to one thread. */
public final class Timeline {
    private final Clock clock;
    private final BiConsumer<Duration, Runnable> timer;
    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
    private Duration ahead;
    private long count;

    private record Task(Instant due, long number, Runnable action) {}

    /**
     * @param ahead how far this time is ahead of the clock
     * @param timer calls back, on the thread of this timeline, after this much of the clock's time
     */
    public Timeline(Clock clock, Duration ahead, BiConsumer<Duration, Runnable> timer) {
        this.clock = clock;
        this.ahead = ahead;
        this.timer = timer;
    }

    public Duration ahead() {
        return ahead;
    }

    public Instant now() {
        return clock.instant().plus(ahead);
    }

    /** Does this when the time has come; never at once. */
    public void at(Instant due, Runnable action) {
        tasks.add(new Task(due, count++, action));
        Duration wait = Duration.between(now(), due);
        // Timers count whole milliseconds, and one that fires too early would find nothing due.
        timer.accept((wait.isNegative() ? Duration.ZERO : wait).plusMillis(1), this::runDue);
    }

    public void after(Duration wait, Runnable action) {
        at(now().plus(wait), action);
    }

    /** Does what is due until then, in order, each at its time. */
    public void advance(Duration by) {
        Instant end = now().plus(by);
        while (!tasks.isEmpty() && !tasks.peek().due().isAfter(end)) {
            Task task = tasks.remove();
            Duration until = Duration.between(now(), task.due());
            ahead = ahead.plus(until.isNegative() ? Duration.ZERO : until);
            task.action().run();
        }
        Duration rest = Duration.between(now(), end);
        ahead = ahead.plus(rest.isNegative() ? Duration.ZERO : rest);
    }

    private void runDue() {
        while (!tasks.isEmpty() && !tasks.peek().due().isAfter(now())) {
            tasks.remove().action().run();
        }
    }
}
