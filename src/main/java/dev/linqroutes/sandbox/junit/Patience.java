package dev.linqroutes.sandbox.junit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Waits until something is there, and says what there is instead when the time is over. */
final class Patience {
    private static final Duration POLL = Duration.ofMillis(50);

    private volatile Duration most = Duration.ofSeconds(10);

    void setMost(Duration most) {
        this.most = most;
    }

    /**
     * @param what is awaited, for the failure
     * @param there what the failure shows
     * @param causes what the failure adds
     */
    <T> T await(
            String what,
            Supplier<List<T>> things,
            Predicate<T> wanted,
            Supplier<List<?>> there,
            Supplier<String> causes) {
        long start = System.nanoTime();
        while (true) {
            // Asked before the time is looked at: what comes in time is found.
            boolean last = System.nanoTime() - start >= most.toNanos();
            Optional<T> found = things.get().stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (last) {
                throw new AssertionError("no " + what + " within " + most.toMillis() + " ms; there is:\n"
                        + describe(there.get()) + causes.get());
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String describe(List<?> found) {
        return found.isEmpty()
                ? "  nothing"
                : found.stream().map(each -> "  " + each).collect(Collectors.joining("\n"));
    }
}
