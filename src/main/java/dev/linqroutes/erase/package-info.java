/**
 * Erases one person on request: finds them however they are written, and prints what is done and what cannot be. Uses {@code command},
 * {@code files} and {@code ledger}. Start with {@link dev.linqroutes.erase.Erasure}.
 */
package dev.linqroutes.erase;
