package dev.linqroutes.ledger.model;

import dev.linqroutes.trace.CommandLabels;

/** The result of validating a received command: its planned calls, or the reasons for its refusal. */
public sealed interface IntakeDecision permits PlannedCommand, CommandRefusal {

    Origin origin();

    /** The fields of log lines about it. */
    CommandLabels labels();
}
