package dev.linqroutes.ledger.batch;

/**
 * Consecutive rows of a batch, stored in the ledger until they are released.
 *
 * @param number counted from 1
 * @param firstRow as spreadsheet programs show it
 * @param rows how many commands
 * @param refused how many of them were refused when they were read
 * @param content the rows as encoded by {@code files.imports.BatchPartCodec}
 */
public record BatchPart(
        String batchId, int number, long firstRow, long lastRow, int rows, int refused, byte[] content) {}
