/**
 * What the packages of the ledger exchange: planned commands and calls, refusals, origins, and the statuses of commands,
 * calls, refusals and groups. Uses {@code ledger.db} only for JSON. Start with
 * {@link dev.linqroutes.ledger.model.PlannedCommand}.
 */
package dev.linqroutes.ledger.model;
