package dev.linqroutes.ledger.batch;

/**
 * Some rows of a batch as the ledger keeps them until they are released.
 *
 * @param number counted from 1
 * @param firstRow of the rows, as a spreadsheet shows it
 * @param lastRow of the rows
 * @param rows how many commands
 * @param refused how many of them were refused when they were read
 * @param content the rows, in a form only their reader knows
 */
public record BatchPart(
        String batchId, int number, long firstRow, long lastRow, int rows, int refused, byte[] content) {}
