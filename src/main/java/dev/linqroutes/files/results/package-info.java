/**
 * Writes the results of completed files, and restores files of reopened batches. Uses io, cell, rows, csv, inbox,
 * imports and the ledger. Start with {@link dev.linqroutes.files.results.ResultsWriter}.
 */
package dev.linqroutes.files.results;
