package dev.linqroutes.ledger.draft;

import java.time.Instant;
import java.util.Optional;

/**
 * A sheet that somebody prepares.
 *
 * @param file name of the file, with its extension
 * @param version grows with each change
 * @param batchId of the import that it becomes; empty while it may be changed
 * @param uploadedAs the hash of the content as it was uploaded; of failed rows, their batch
 * @param restId the sheet with the other rows; empty unless these are the first rows of it
 * @param sendAt when it goes to the inbox; empty unless it is held
 * @param changedBy the last person who changed it
 */
public record Draft(
        String draftId,
        String file,
        int version,
        DraftStatus status,
        Optional<String> batchId,
        String uploadedAs,
        Optional<String> restId,
        Optional<Instant> sendAt,
        String changedBy,
        Instant changedAt) {}
