/**
 * The interface of an input file, whatever its format: chunks of rows as commands, and unchanged records. Uses no other
 * room of files. Start with {@link dev.linqroutes.files.rows.BatchFile}.
 */
package dev.linqroutes.files.rows;
