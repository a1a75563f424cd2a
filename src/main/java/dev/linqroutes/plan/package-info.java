/**
 * Splits commands into calls to Linq: opening message without links, then link previews. Pure functions. Uses {@code command} and
 * {@code ledger.model}. Start with {@link dev.linqroutes.plan.Planner}.
 */
package dev.linqroutes.plan;
