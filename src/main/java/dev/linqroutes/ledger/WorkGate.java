package dev.linqroutes.ledger;

/** Decides how much may be worked now: everything, or a probe, or nothing. */
public interface WorkGate {

    /** How many mailboxes may be given to workers now, at most {@code workers}. */
    int admits(int workers);

    /** None of the admitted was there. */
    void unused();
}
