package dev.linqroutes.ledger.media;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that is to be uploaded.
 *
 * @param sha256 its key, {@link dev.linqroutes.ledger.model.MediaFile#key}; of a file that an earlier version stored, of its content
 * @param contentId of its parts
 * @param file its name for the recipients
 * @param failingSince when the first attempt was made that failed
 * @param refusedSince when the first address refused it of those that all have; empty if the last attempt ended otherwise
 */
public record StoredMedia(
        String sha256,
        String contentId,
        String file,
        String contentType,
        long sizeBytes,
        Optional<Instant> failingSince,
        Optional<Instant> refusedSince) {
    private static final Duration FIRST_MINUTE = Duration.ofMinutes(1);

    /** A slower connection cannot send the largest file before Linq's reservation ends, which is after 15 minutes. */
    private static final int MIN_BYTES_PER_SECOND = 200_000;

    /** How long its upload may take. */
    public Duration maxUploadTime() {
        return FIRST_MINUTE.plusSeconds(sizeBytes / MIN_BYTES_PER_SECOND);
    }
}
