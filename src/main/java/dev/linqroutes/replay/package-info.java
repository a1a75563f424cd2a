/**
 * Replays failed commands from the ledger and dead letters from Kafka. Uses {@code command}, {@code kafka} and {@code ledger}.
 * Start with {@link dev.linqroutes.replay.FailedCommandReplay} and {@link dev.linqroutes.replay.DeadLetterReplay}.
 */
package dev.linqroutes.replay;
