package dev.linqroutes.ledger.model;

/** What becomes of a received command: it is accepted with its calls, or refused with its reasons. */
public sealed interface IntakeDecision permits PlannedCommand, CommandRefusal {

    /** Where it was received. */
    Origin origin();
}
