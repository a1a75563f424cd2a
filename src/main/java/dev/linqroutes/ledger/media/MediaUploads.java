package dev.linqroutes.ledger.media;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The uploads of files that calls wait for, and what came of them. All methods throw {@link LedgerException}. */
public final class MediaUploads {
    private final Database database;
    private final Clock clock;
    private final Duration reuse;

    /** For the reservation, which comes first. */
    private static final Duration TIME_TO_RESERVE = Duration.ofMinutes(1);

    /** @param reuse how long after its upload an attachment is used for other messages */
    public MediaUploads(Database database, Clock clock, Duration reuse) {
        this.database = database;
        this.clock = clock;
        this.reuse = reuse;
    }

    /** Claims a file whose upload is due, if there is one. If this process dies, another one may upload it soon after. */
    public Optional<StoredMedia> claimDue() {
        Instant now = clock.instant();
        return LedgerTransaction.run(database, 3, "claim a file to upload", handle -> {
            Optional<StoredMedia> due = handle.createQuery(Database.sql("media/lock-due-media"))
                    .bind("now", now)
                    .mapTo(StoredMedia.class)
                    .findOne();
            due.ifPresent(media -> handle.createUpdate(Database.sql("media/lease-media"))
                    .bind("until", now.plus(media.maxUploadTime()).plus(TIME_TO_RESERVE))
                    .bind("sha256", media.sha256())
                    .execute());
            return due;
        });
    }

    /** The bytes of a file, read from the ledger part by part. */
    public InputStream open(StoredMedia media) {
        return new PartsInputStream(partNo ->
                LedgerTransaction.run(database, 3, "read a part of a file", handle -> readPart(handle, media, partNo)));
    }

    private static Optional<byte[]> readPart(Handle handle, StoredMedia media, int partNo) {
        return handle.createQuery(Database.sql("media/read-part"))
                .bind("contentId", media.contentId())
                .bind("partNo", partNo)
                .map((row, context) -> row.getBytes("content"))
                .findOne();
    }

    /** @param downloadUrl for calls that take no attachment; empty if Linq gave none */
    public void recordUploaded(StoredMedia media, String attachmentId, Optional<String> downloadUrl) {
        Instant now = clock.instant();
        update("record an upload", handle -> handle.createUpdate(Database.sql("media/record-uploaded"))
                .bind("sha256", media.sha256())
                .bind("attachmentId", attachmentId)
                .bind("usableUntil", now.plus(reuse))
                .bind("downloadUrl", downloadUrl.orElse(null))
                .bind("now", now)
                .execute());
    }

    /**
     * @param failingSince unchanged if the attempt does not count as failed
     * @param refusedSince unchanged likewise
     */
    public void recordRetry(
            StoredMedia media, Duration delay, Optional<Instant> failingSince, Optional<Instant> refusedSince) {
        update("postpone an upload", handle -> handle.createUpdate(Database.sql("media/record-retry"))
                .bind("sha256", media.sha256())
                .bind("dueAt", clock.instant().plus(delay))
                .bind("failingSince", failingSince.orElse(null))
                .bind("refusedSince", refusedSince.orElse(null))
                .execute());
    }

    /** The calls that wait for it fail with this reason. */
    public void recordFailed(StoredMedia media, String problem) {
        update("record a failed upload", handle -> handle.createUpdate(Database.sql("media/record-failed"))
                .bind("sha256", media.sha256())
                .bind("problem", StorableText.ofMessage(problem))
                .execute());
    }

    private void update(String operation, Function<Handle, Integer> change) {
        LedgerTransaction.run(database, 3, operation, change);
    }
}
