package dev.linqroutes.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for SIGINT or SIGTERM, and delays the end of the JVM until the caller has cleaned up. */
public final class Shutdown implements AutoCloseable {
    private static final long MAX_CLEANUP_SECONDS = 25;

    private static volatile boolean isStopping;

    private final Thread hook;

    private Shutdown(Runnable action) {
        Thread caller = Thread.currentThread();
        hook = new Thread(
                () -> {
                    isStopping = true;
                    action.run();
                    try {
                        caller.join(TimeUnit.SECONDS.toMillis(MAX_CLEANUP_SECONDS));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process is stopping. A thread that calls {@code System.exit} then would block forever. */
    public static boolean isStopping() {
        return isStopping;
    }

    /**
     * Runs the action when the process receives a stop signal. The JVM ends when the calling thread has ended, at the latest
     * after 25 seconds. Closing it makes signals end the process at once again.
     */
    public static Shutdown onSignal(Runnable action) {
        return new Shutdown(action);
    }

    /** Returns when the process receives a stop signal. The JVM then ends as with {@link #onSignal}. */
    public static void awaitSignal() throws InterruptedException {
        CountDownLatch signalled = new CountDownLatch(1);
        onSignal(signalled::countDown);
        signalled.await();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal has come, and the hook waits for the caller.
            isStopping = true;
        }
    }
}
