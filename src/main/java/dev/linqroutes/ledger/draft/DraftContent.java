package dev.linqroutes.ledger.draft;

/**
 * What somebody prepares.
 *
 * @param sheet the file
 * @param options text of the options file beside it; empty for none
 */
public record DraftContent(byte[] sheet, String options) {}
