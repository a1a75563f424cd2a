package dev.linqroutes.ledger.model;

import dev.linqroutes.trace.CommandLabels;

/** The result of validating a received command: its planned calls, or the reasons for its refusal. */
public sealed interface IntakeDecision permits PlannedCommand, CommandRefusal {

    Origin origin();

    /** Names it in log lines and traces. */
    CommandLabels labels();
}
