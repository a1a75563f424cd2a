package dev.linqroutes.ledger.media;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The uploads of files that calls wait for, and what came of them. All methods throw {@link LedgerException}. */
public final class MediaUploads {
    private final Database database;
    private final Clock clock;
    private final Duration reuse;

    /** Until another instance uploads the file of one that died. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** For the reservation, which comes first. */
    private static final Duration TIME_TO_RESERVE = Duration.ofMinutes(1);

    /** Files whose last attempt failed may be slow again: with them alone the uploads of this instance are never busy. */
    private static final int MAX_FAILING = 2;

    /** Of this instance, by the hash of the content. */
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();

    /** @param end after which the upload is stuck */
    private record Claim(StoredMedia media, Instant leasedUntil, Instant end) {}

    /** @param reuse how long after its upload an attachment is used for other messages */
    public MediaUploads(Database database, Clock clock, Duration reuse) {
        this.database = database;
        this.clock = clock;
        this.reuse = reuse;
    }

    /**
     * Claims a file whose upload is due, if there is one; rather one that has not failed yet. To be renewed by {@link #renewLeases}, and
     * to be ended by {@link #end}. If this process dies, another one may upload it soon after.
     */
    public Optional<StoredMedia> claimDue() {
        Instant now = clock.instant();
        Instant until = leaseEnd(now);
        boolean mayFail = claims.values().stream()
                        .filter(claim -> claim.media.failingSince().isPresent())
                        .count()
                < MAX_FAILING;
        Optional<StoredMedia> claimed = LedgerTransaction.run(database, 3, "claim a file to upload", handle -> {
            Optional<StoredMedia> due =
                    lockDue(handle, now, false).or(() -> mayFail ? lockDue(handle, now, true) : Optional.empty());
            due.ifPresent(media -> handle.createUpdate(Database.sql("media/lease-media"))
                    .bind("until", until)
                    .bind("sha256", media.sha256())
                    .execute());
            return due;
        });
        claimed.ifPresent(media -> claims.put(
                media.sha256(),
                new Claim(media, until, now.plus(media.maxUploadTime()).plus(TIME_TO_RESERVE))));
        return claimed;
    }

    /** In milliseconds: every database stores these exactly. */
    private static Instant leaseEnd(Instant now) {
        return now.plus(LEASE).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Optional<StoredMedia> lockDue(Handle handle, Instant now, boolean failing) {
        return handle.createQuery(Database.sql("media/lock-due-media"))
                .bind("now", now)
                .bind("failing", failing)
                .mapTo(StoredMedia.class)
                .findOne();
    }

    /** Renews leases with a sixth of their time elapsed, unless the upload is stuck. */
    public void renewLeases() {
        Instant now = clock.instant();
        claims.forEach((sha256, claim) -> {
            boolean isDue = now.isAfter(claim.leasedUntil.minus(LEASE).plus(LEASE.dividedBy(6)));
            if (isDue && claim.end.isAfter(now)) {
                Instant until = leaseEnd(now);
                LedgerTransaction.run(database, 3, "renew the lease on a file", handle -> handle.createUpdate(
                                Database.sql("media/renew-media-lease"))
                        .bind("sha256", sha256)
                        .bind("from", claim.leasedUntil)
                        .bind("until", until)
                        .execute());
                claims.replace(sha256, claim, new Claim(claim.media, until, claim.end));
            }
        });
    }

    /** Ends the claim, whatever came of the upload. */
    public void end(StoredMedia media) {
        claims.remove(media.sha256());
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
