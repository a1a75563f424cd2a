package dev.linqroutes.ledger.model;

/** The result of validating a received command: its planned calls, or the reasons for its refusal. */
public sealed interface IntakeDecision permits PlannedCommand, CommandRefusal {

    Origin origin();
}
