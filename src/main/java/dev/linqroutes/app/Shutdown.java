package dev.linqroutes.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for SIGINT or SIGTERM, and delays the end of the JVM until the caller has cleaned up. */
public final class Shutdown {
    private static final long MAX_CLEANUP_SECONDS = 25;

    private static volatile boolean isStopping;

    private Shutdown() {}

    /** Whether the process is stopping. A thread that calls {@code System.exit} then would block forever. */
    public static boolean isStopping() {
        return isStopping;
    }

    /**
     * Returns when the process receives a stop signal. The JVM ends when the calling thread has ended, at the latest after 25
     * seconds.
     */
    public static void awaitSignal() throws InterruptedException {
        CountDownLatch signalled = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            isStopping = true;
                            signalled.countDown();
                            try {
                                caller.join(TimeUnit.SECONDS.toMillis(MAX_CLEANUP_SECONDS));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "shutdown"));
        signalled.await();
    }
}
