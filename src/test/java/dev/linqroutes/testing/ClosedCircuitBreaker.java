package dev.linqroutes.testing;

import dev.linqroutes.ledger.mailbox.WorkLimiter;

/** A circuit breaker that permits every call. */
public final class ClosedCircuitBreaker implements WorkLimiter {
    @Override
    public Permit acquirePermit(int workers) {
        return Permit.of(workers);
    }

    @Override
    public void releaseProbe(long probe) {}
}
