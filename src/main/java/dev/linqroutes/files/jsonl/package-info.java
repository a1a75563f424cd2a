/**
 * Files with one JSON command per line. Uses io, options, text and rows. Start with
 * {@link dev.linqroutes.files.jsonl.JsonlFile}.
 */
package dev.linqroutes.files.jsonl;
