/**
 * What the routes need beyond camel-kafka: chunks and commits of command records, messages of the outbox, checks of topics. Uses
 * {@code command} and {@code ledger}. Start with {@link dev.linqroutes.kafka.CommandRecords} and
 * {@link dev.linqroutes.kafka.OutboxMessageMapper}.
 */
package dev.linqroutes.kafka;
