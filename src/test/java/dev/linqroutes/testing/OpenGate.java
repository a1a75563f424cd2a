package dev.linqroutes.testing;

import dev.linqroutes.ledger.WorkGate;

/** Lets everything through. */
public final class OpenGate implements WorkGate {
    @Override
    public int admits(int workers) {
        return workers;
    }

    @Override
    public void unused() {}
}
