package dev.linqroutes.ledger;

/**
 * A file as the ledger knows it.
 *
 * @param batchId made of the content
 * @param file its name, for people
 * @param stem under which its files stand in the inbox
 * @param sha256 of content and options
 */
public record Batch(String batchId, String file, String stem, String sha256) {}
