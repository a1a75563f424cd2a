package dev.linqroutes.ledger.model;

import java.util.Set;

/** A command whose message has placeholders for what the ledger knows of its group. */
public interface GroupTemplate {
    /** What it needs to know; not empty. */
    Set<GroupFact> facts();

    /** The command with its calls as they are sent, or why it cannot be accepted. A pure function. */
    IntakeDecision fill(GroupFacts known);
}
