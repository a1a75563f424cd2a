package dev.linqroutes.ledger.db;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a poller of this process as soon as there is something to do; other processes' work is found by polling. */
public final class Wakeup {
    private final Semaphore signalled = new Semaphore(0);

    /** Says that there is something to do. */
    public void signal() {
        if (signalled.availablePermits() == 0) {
            signalled.release();
        }
    }

    /** Waits for the signal, at most this long. */
    public void await(Duration atMost) throws InterruptedException {
        if (signalled.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            signalled.drainPermits();
        }
    }
}
