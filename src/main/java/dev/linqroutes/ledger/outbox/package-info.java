/**
 * Records to be sent to Kafka, and what they contain: outcomes and dead letters. Uses {@code ledger.db} and
 * {@code ledger.model}. Start with {@link dev.linqroutes.ledger.outbox.Outbox}.
 */
package dev.linqroutes.ledger.outbox;
