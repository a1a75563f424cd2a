/**
 * Detects the encoding of a file and opens it as text; rejects files that are not text. Uses io and cell. Start with
 * {@link dev.linqroutes.files.text.TextFileInspector}.
 */
package dev.linqroutes.files.text;
