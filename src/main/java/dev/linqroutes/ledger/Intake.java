package dev.linqroutes.ledger;

/** What becomes of a received command: it is accepted with its calls, or refused with its reasons. */
public sealed interface Intake permits NewCommand, Refusal {

    /** Where it was received. */
    Origin origin();
}
