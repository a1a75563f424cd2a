/**
 * Accepts commands into the ledger, exactly once per position, and releases delayed ones. Uses {@code db}, {@code model},
 * {@code mailbox}, {@code batch} and {@code outbox} of the ledger. Start with
 * {@link dev.linqroutes.ledger.intake.CommandIntake}.
 */
package dev.linqroutes.ledger.intake;
