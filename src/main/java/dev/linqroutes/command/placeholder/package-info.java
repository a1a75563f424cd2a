/**
 * Recognizes values that spreadsheets, databases and programs write for a missing value. Uses {@code command.text}. Start
 * with {@link dev.linqroutes.command.placeholder.MissingValueMarker}.
 */
package dev.linqroutes.command.placeholder;
