package dev.linqroutes.ledger.db;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a poller of this process as soon as there is work. Work from other processes is found by polling. */
public final class Wakeup {
    private final Semaphore signalled = new Semaphore(0);

    public void signal() {
        if (signalled.availablePermits() == 0) {
            signalled.release();
        }
    }

    /** Waits for a signal, or until the timeout. */
    public void await(Duration timeout) throws InterruptedException {
        if (signalled.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            signalled.drainPermits();
        }
    }
}
