/**
 * Sheets that people prepare on the console before they are imported. Uses {@code db} and {@code model}. Start with
 * {@link dev.linqroutes.ledger.draft.Drafts}.
 */
package dev.linqroutes.ledger.draft;
