package dev.linqroutes.ledger.batch;

import java.util.Optional;

/**
 * An imported file.
 *
 * @param batchId derived from the content and the options
 * @param file its name, for people
 * @param stem name of its folder in the inbox
 * @param sha256 of content and options, lower-case hex
 * @param fingerprint of the content without options; empty when it was read from the ledger
 */
public record Batch(String batchId, String file, String stem, String sha256, Optional<FileFingerprint> fingerprint) {
    public Batch(String batchId, String file, String stem, String sha256) {
        this(batchId, file, stem, sha256, Optional.empty());
    }
}
