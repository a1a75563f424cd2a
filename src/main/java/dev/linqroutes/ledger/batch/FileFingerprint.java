package dev.linqroutes.ledger.batch;

/**
 * Size and hash of a file's content, without its options.
 *
 * @param sha256 lower-case hex
 */
public record FileFingerprint(long bytes, String sha256) {}
