/**
 * Polls with their options and votes, and their records on the topic of polls. May use {@code chat}, {@code outbox} and {@code db}.
 * Start with {@link dev.linqroutes.ledger.poll.PollRecorder} and {@link dev.linqroutes.ledger.poll.PollState}.
 */
package dev.linqroutes.ledger.poll;
