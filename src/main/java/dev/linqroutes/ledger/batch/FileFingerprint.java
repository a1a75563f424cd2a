package dev.linqroutes.ledger.batch;

/**
 * What a file holds, without the options beside it.
 *
 * @param bytes how many
 * @param sha256 of these; lower-case hex
 */
public record FileFingerprint(long bytes, String sha256) {}
