/**
 * Erases one person from the ledger. Uses {@code chat}, {@code outbox}, {@code mailbox}, {@code model} and {@code db}. Start with
 * {@link dev.linqroutes.ledger.erase.LedgerEraser}.
 */
package dev.linqroutes.ledger.erase;
