/**
 * Mailboxes: leases on them, their waiting calls and the results of these. May use {@code chat}, {@code outbox}, {@code model}
 * and {@code db}. Start with {@link dev.linqroutes.ledger.mailbox.LeasedMailboxes} and {@link
 * dev.linqroutes.ledger.mailbox.CallResultRecorder}.
 */
package dev.linqroutes.ledger.mailbox;
