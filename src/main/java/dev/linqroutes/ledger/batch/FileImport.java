package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.batch.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.db.BatchLeaseLost;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Imports files into the ledger, part by part. One reader has the lease on a file; no part is released before the file was
 * read to its end.
 *
 * <p>Thread-safe: several threads may store parts of a file, in any order. Every method throws a {@link LedgerException} when
 * the database is unavailable.
 */
public final class FileImport {
    private static final int MAX_ATTEMPTS = 3;

    /** For reading and storing the local files of one part before the part itself; a reader that takes longer is stuck. */
    private static final Duration MAX_PART_TIME = Duration.ofHours(1);

    /** Enough for a person to see what is wrong. */
    private static final int MAX_PROBLEMS = 20;

    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;
    private final Duration leaseDuration;
    private final Wakeup releaseWakeup;
    private final Wakeup relayWakeup;
    private final String instanceId = UUID.randomUUID().toString();
    private final AtomicLong claimCounter = new AtomicLong();

    /** Leases of this instance, by batch id. */
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();

    /**
     * @param token unique to one claim
     * @param activeAt when its reader stored something last
     */
    private record Lease(String token, Instant expiresAt, Instant activeAt) {}

    /**
     * @param leaseDuration until another instance may take over a file whose reader stores nothing
     * @param releaseWakeup signalled when there are parts to release
     * @param relayWakeup signalled when there is an outcome to relay
     */
    public FileImport(
            Database database,
            OutboxTopics topics,
            Clock clock,
            Duration leaseDuration,
            Wakeup releaseWakeup,
            Wakeup relayWakeup) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.leaseDuration = leaseDuration;
        this.releaseWakeup = releaseWakeup;
        this.relayWakeup = relayWakeup;
    }

    /**
     * Claims a file. Deletes the parts that a dead reader stored. A batch that was imported before gets the file's name and
     * stem: its results are written there from now on.
     *
     * <p>After {@link FileClaim#CLAIMED} the caller must call {@link #complete}, {@link #discard}, {@link #refuse} or
     * {@link #release}.
     */
    public synchronized FileClaim claim(Batch batch) {
        Lease lease = newLease(instanceId + "-" + claimCounter.incrementAndGet());
        FileClaim claim = LedgerTransaction.run(
                database, MAX_ATTEMPTS, "claim " + batch.file(), handle -> claim(handle, batch, lease));
        if (claim == FileClaim.CLAIMED) {
            leases.put(batch.batchId(), lease);
        }
        return claim;
    }

    private Lease newLease(String token) {
        Instant now = clock.instant();
        return new Lease(token, now.plus(leaseDuration), now);
    }

    private FileClaim claim(Handle handle, Batch batch, Lease lease) {
        Optional<BatchRow> known = BatchLocks.lock(handle, batch.batchId());
        if (known.isEmpty()) {
            Update insert = bind(handle, "batch/insert-batch", batch, lease)
                    .bind("sha256", batch.sha256())
                    .bind("bytes", batch.fingerprint().map(FileFingerprint::bytes))
                    .bind("contentSha256", batch.fingerprint().map(FileFingerprint::sha256));
            if (insert.execute() == 0) {
                throw new LedgerTransaction.Conflict();
            }
            return FileClaim.CLAIMED;
        }
        BatchRow row = known.get();
        if (row.status() != BatchStatus.READING && row.status() != BatchStatus.ENDING) {
            handle.createUpdate(Database.sql("batch/update-batch-file"))
                    .bind("batchId", batch.batchId())
                    .bind("file", batch.file())
                    .bind("stem", batch.stem())
                    .execute();
            return FileClaim.ALREADY_IMPORTED;
        }
        if (hasLiveReader(row)) {
            return FileClaim.CLAIMED_ELSEWHERE;
        }
        deleteParts(handle, batch.batchId());
        bind(handle, "batch/restart-batch", batch, lease).execute();
        return FileClaim.CLAIMED;
    }

    private boolean hasLiveReader(BatchRow row) {
        boolean released = row.owner()
                .map(owner -> owner.startsWith(instanceId) && !leases.containsKey(row.batchId()))
                .orElse(true);
        return !released
                && row.leasedUntil()
                        .filter(end -> !end.isBefore(clock.instant()))
                        .isPresent();
    }

    private Update bind(Handle handle, String statement, Batch batch, Lease lease) {
        return handle.createUpdate(Database.sql(statement))
                .bind("batchId", batch.batchId())
                .bind("file", batch.file())
                .bind("stem", batch.stem())
                .bind("owner", lease.token)
                .bind("until", lease.expiresAt)
                .bind("now", clock.instant());
    }

    /**
     * Renews leases with a sixth of their time elapsed, unless their reader is stuck. A reader whose lease is lost can store nothing
     * more.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void renewLeases() {
        Instant now = clock.instant();
        leases.forEach((batchId, lease) -> {
            boolean isDue = now.isAfter(lease.expiresAt.minus(leaseDuration).plus(leaseDuration.dividedBy(6)));
            if (isDue && lease.activeAt.plus(MAX_PART_TIME).isAfter(now)) {
                renew(batchId, lease.token, now.plus(leaseDuration));
            }
        });
    }

    private void renew(String batchId, String token, Instant until) {
        boolean alive = LedgerTransaction.run(
                database,
                MAX_ATTEMPTS,
                "renew the lease on " + batchId,
                handle -> renew(handle, batchId, token, until));
        leases.computeIfPresent(batchId, (id, current) -> {
            if (!current.token.equals(token)) {
                return current;
            }
            return alive ? new Lease(token, until, current.activeAt) : null;
        });
    }

    private static boolean renew(Handle handle, String batchId, String token, Instant until) {
        return handle.createUpdate(Database.sql("batch/renew-import-lease"))
                        .bind("batchId", batchId)
                        .bind("owner", token)
                        .bind("until", until)
                        .execute()
                == 1;
    }

    /**
     * Stores a part and renews the lease. Idempotent.
     *
     * @throws BatchLeaseLost when another instance has taken over the file
     * @throws LedgerException when the database is unavailable
     */
    public void storePart(BatchPart part) {
        Lease renewed = newLease(requireLease(part.batchId()).token);
        LedgerTransaction.run(
                database, MAX_ATTEMPTS, "store part " + part.number() + " of " + part.batchId(), handle -> {
                    // Locks the batch last, so that threads that store parts block each other only while they commit.
                    handle.createUpdate(Database.sql("batch/insert-batch-part"))
                            .bind("batchId", part.batchId())
                            .bind("number", part.number())
                            .bind("firstRow", part.firstRow())
                            .bind("lastRow", part.lastRow())
                            .bind("rows", part.rows())
                            .bind("refused", part.refused())
                            .bind("content", part.content())
                            .execute();
                    if (!renew(handle, part.batchId(), renewed.token, renewed.expiresAt)) {
                        throw new BatchLeaseLost(part.batchId());
                    }
                    return null;
                });
        leases.computeIfPresent(
                part.batchId(), (id, current) -> current.token.equals(renewed.token) ? renewed : current);
    }

    /**
     * Ends the reading of a file whose parts are all stored: they may be released.
     *
     * @throws BatchLeaseLost when another instance has taken over the file
     * @throws LedgerException when parts are missing, or when the database is unavailable
     */
    public void complete(String batchId) {
        finishReading(batchId, "complete the import of " + batchId, handle -> {
            int missing = handle.createQuery(Database.sql("batch/count-missing-parts"))
                    .bind("batchId", batchId)
                    .mapTo(Integer.class)
                    .one();
            if (missing != 0) {
                throw new IllegalStateException(missing + " of its parts were not stored");
            }
            handle.createUpdate(Database.sql("batch/mark-batch-read"))
                    .bind("batchId", batchId)
                    .bind("now", clock.instant())
                    .execute();
        });
        releaseWakeup.signal();
    }

    /** Whether this instance is reading the file. */
    public boolean isReading(String batchId) {
        return leases.containsKey(batchId);
    }

    /** Deletes the batch of a file that this instance is reading, without an outcome. */
    public void discard(String batchId) {
        finishReading(batchId, "discard " + batchId, handle -> delete(handle, batchId));
    }

    /**
     * Deletes the batch of a file that is refused as a whole, with a summary outcome.
     *
     * @param rows commands in the file
     * @param refused how many of them are invalid
     * @param problems of the rows; the outcome contains the first twenty
     */
    public void refuse(String batchId, long rows, long refused, List<String> problems) {
        finishReading(batchId, "refuse " + batchId, handle -> {
            BatchRow batch = BatchLocks.lock(handle, batchId).orElseThrow();
            List<String> firstProblems = problems.stream().limit(MAX_PROBLEMS).toList();
            OutboxRecord.insert(
                    handle,
                    List.of(BatchOutcomeMapper.ofRefused(
                            batch, rows, refused, firstProblems, topics.outcomes(), clock.instant())));
            delete(handle, batchId);
        });
        relayWakeup.signal();
    }

    /** Releases the lease, so that any instance can claim the file. No effect if the lease was lost. */
    public void release(String batchId) {
        Lease lease = leases.remove(batchId);
        if (lease != null) {
            LedgerTransaction.run(database, MAX_ATTEMPTS, "release " + batchId, handle -> handle.createUpdate(
                            Database.sql("batch/release-batch-lease"))
                    .bind("batchId", batchId)
                    .bind("owner", lease.token)
                    .execute());
        }
    }

    private void finishReading(String batchId, String operation, Consumer<Handle> work) {
        Lease lease = requireLease(batchId);
        LedgerTransaction.run(database, MAX_ATTEMPTS, operation, handle -> {
            BatchLocks.lock(handle, batchId)
                    .filter(row -> row.status() == BatchStatus.READING)
                    .filter(row -> row.owner().equals(Optional.of(lease.token)))
                    .orElseThrow(() -> new BatchLeaseLost(batchId));
            work.accept(handle);
            return null;
        });
        leases.remove(batchId);
    }

    private Lease requireLease(String batchId) {
        return Optional.ofNullable(leases.get(batchId)).orElseThrow(() -> new BatchLeaseLost(batchId));
    }

    private static void delete(Handle handle, String batchId) {
        deleteParts(handle, batchId);
        handle.createUpdate(Database.sql("batch/delete-batch"))
                .bind("batchId", batchId)
                .execute();
    }

    private static void deleteParts(Handle handle, String batchId) {
        handle.createUpdate(Database.sql("batch/delete-batch-parts"))
                .bind("batchId", batchId)
                .execute();
    }
}
