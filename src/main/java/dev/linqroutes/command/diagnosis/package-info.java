/**
 * Explains to a producer why a value is not JSON: binary formats, printed objects, other text formats. Uses
 * {@code command.text}. Start with {@link dev.linqroutes.command.diagnosis.BinaryFormatDetector} and
 * {@link dev.linqroutes.command.diagnosis.TextFormatHint}.
 */
package dev.linqroutes.command.diagnosis;
