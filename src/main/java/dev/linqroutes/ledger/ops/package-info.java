/**
 * What operators and the program itself do with finished and failed work: replay, cancel, retry, count, and delete after
 * the retention period. Uses the other packages of the ledger but {@code intake} and {@code confirm}. Start with
 * {@link dev.linqroutes.ledger.ops.RetentionJob} or {@link dev.linqroutes.ledger.ops.FailedCommands}.
 */
package dev.linqroutes.ledger.ops;
