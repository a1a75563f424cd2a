package dev.linqroutes.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for Ctrl-C or a container's TERM, and keeps the JVM until the caller has cleaned up. */
public final class Shutdown {
    private static final long MAX_CLEANUP_SECONDS = 25;

    private static volatile boolean isStopping;

    private Shutdown() {}

    /** Whether the process has been told to stop. A thread that calls {@code System.exit} then would never end. */
    public static boolean isStopping() {
        return isStopping;
    }

    /**
     * Returns when the process is told to stop. The JVM ends when the calling thread has ended, at the latest after 25
     * seconds.
     */
    public static void awaitSignal() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            isStopping = true;
                            told.countDown();
                            try {
                                caller.join(TimeUnit.SECONDS.toMillis(MAX_CLEANUP_SECONDS));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "shutdown"));
        told.await();
    }
}
