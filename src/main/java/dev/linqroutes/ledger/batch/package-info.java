/**
 * Imported files in the ledger: import, release of their parts, progress, and results of their rows. A batch is a file; a
 * part is some consecutive rows of it. Uses {@code db}, {@code model} and {@code outbox} of the ledger. Start with
 * {@link dev.linqroutes.ledger.batch.FileImport}, then {@link dev.linqroutes.ledger.batch.BatchPartReleaser} and
 * {@link dev.linqroutes.ledger.batch.PartCompletion}.
 */
package dev.linqroutes.ledger.batch;
