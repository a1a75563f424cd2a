package dev.linqroutes.testing;

import dev.linqroutes.ledger.mailbox.WorkLimiter;

/** Lets everything through. */
public final class ClosedCircuitBreaker implements WorkLimiter {
    @Override
    public Permit acquirePermit(int workers) {
        return Permit.of(workers);
    }

    @Override
    public void releaseProbe(long probe) {}
}
