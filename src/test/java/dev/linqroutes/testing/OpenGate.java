package dev.linqroutes.testing;

import dev.linqroutes.ledger.WorkGate;

/** Lets everything through. */
public final class OpenGate implements WorkGate {
    @Override
    public Permit permits(int workers) {
        return Permit.of(workers);
    }

    @Override
    public void releaseProbe(long probe) {}
}
