package dev.linqroutes.sandbox.account;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BiConsumer;

/**
 * The account's time, which a test can advance, and what is to happen at which time. A task that fails is logged and keeps no other
 * one from its time. Confined to one thread.
 */
public final class Timeline {
    private static final Logger LOG = System.getLogger(Timeline.class.getName());
    private final Clock clock;
    private final BiConsumer<Duration, Runnable> timer;
    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
    private Duration ahead;
    private long count;
    private boolean stopped;

    /** When the next timer calls back, by the clock. */
    private Instant nextTimer = Instant.MAX;

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

    /** The time that it would be, had it been advanced only so far. */
    public Instant now(Duration ahead) {
        return clock.instant().plus(ahead);
    }

    /** Does this when the time has come; never at once. */
    public void at(Instant due, Runnable action) {
        if (!stopped) {
            tasks.add(new Task(due, count++, action));
            setTimer();
        }
    }

    /** Does nothing any more, and keeps nothing of what was to happen. */
    public void stop() {
        stopped = true;
        tasks.clear();
    }

    public void after(Duration wait, Runnable action) {
        at(now().plus(wait), action);
    }

    /** Does what is due until then, in order, each at its time. */
    public void advance(Duration by) {
        Instant end = now().plus(by);
        while (!tasks.isEmpty() && !tasks.peek().due().isAfter(end)) {
            Task task = tasks.remove();
            advanceTo(task.due());
            run(task);
        }
        advanceTo(end);
        setTimer();
    }

    private void advanceTo(Instant time) {
        Duration until = Duration.between(now(), time);
        ahead = ahead.plus(until.isNegative() ? Duration.ZERO : until);
    }

    /** For the first task, unless a timer calls back before it. After each change of this time: the others' tasks come sooner then. */
    private void setTimer() {
        if (tasks.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant due = tasks.peek().due().minus(ahead);
        Instant next = due.isBefore(now) ? now : due;
        if (next.isBefore(nextTimer)) {
            nextTimer = next;
            // Timers count whole milliseconds, and one that fires too early would find nothing due.
            timer.accept(Duration.between(now, next).plusMillis(1), () -> onTimer(next));
        }
    }

    private void onTimer(Instant time) {
        if (time.equals(nextTimer)) {
            nextTimer = Instant.MAX;
        }
        while (!tasks.isEmpty() && !tasks.peek().due().isAfter(now())) {
            run(tasks.remove());
        }
        setTimer();
    }

    private static void run(Task task) {
        try {
            task.action().run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "What was due at " + task.due() + " failed", e);
        }
    }
}
