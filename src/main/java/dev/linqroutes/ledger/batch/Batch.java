package dev.linqroutes.ledger.batch;

import java.util.Optional;

/**
 * A file as the ledger knows it.
 *
 * @param batchId made of the content
 * @param file its name, for people
 * @param stem under which its files stand in the inbox
 * @param sha256 of content and options
 * @param fingerprint of the file alone; empty where it is not asked for
 */
public record Batch(String batchId, String file, String stem, String sha256, Optional<FileFingerprint> fingerprint) {
    public Batch(String batchId, String file, String stem, String sha256) {
        this(batchId, file, stem, sha256, Optional.empty());
    }
}
