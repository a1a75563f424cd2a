/**
 * Events of Linq, and the confirmation of accepted calls by events or by reads. May use {@code mailbox}, {@code chat}, {@code
 * outbox}, {@code model} and {@code db}. Start with {@link dev.linqroutes.ledger.confirm.EventRecorder} and {@link
 * dev.linqroutes.ledger.confirm.CallConfirmer}.
 */
package dev.linqroutes.ledger.confirm;
