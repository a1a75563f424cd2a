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
 * Takes files into the ledger, part by part. One reader has a file at a time; nothing of a file is released before it was
 * read to its end, so that one that breaks off in the middle leaves nothing behind.
 *
 * <p>Thread-safe: parts of one file may be stored by several threads. Every method throws a {@link LedgerException} when
 * the database is away.
 */
public final class FileImport {
    private static final int MAX_ATTEMPTS = 3;

    /** As many as a person reads. */
    private static final int MAX_PROBLEMS = 20;

    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;
    private final Duration leaseDuration;
    private final Wakeup releaseWakeup;
    private final Wakeup relayWakeup;
    private final String instanceId = UUID.randomUUID().toString();
    private final AtomicLong claimCounter = new AtomicLong();

    /** What this instance is reading: the hold it has on each. */
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();

    /** @param expiresAt when it may be taken away */
    private record Lease(String token, Instant expiresAt) {}

    /**
     * @param lease how long a reader may be silent before its file is given to another
     * @param released raised when there are parts to release
     * @param relay raised when there is an outcome to relay
     */
    public FileImport(
            Database database, OutboxTopics topics, Clock clock, Duration lease, Wakeup released, Wakeup relay) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.leaseDuration = lease;
        this.releaseWakeup = released;
        this.relayWakeup = relay;
    }

    /**
     * Claims a file for this instance to read. What a dead reader has stored of it is deleted. A batch that is known gets
     * the file's name and stem: that is where its results go now.
     *
     * <p>Whoever gets {@link FileClaim#CLAIMED} ends with {@link #complete}, {@link #discard}, {@link #refuse} or {@link #release}.
     */
    public synchronized FileClaim claim(Batch batch) {
        Lease hold = newLease(instanceId + "-" + claimCounter.incrementAndGet());
        FileClaim claim = LedgerTransaction.run(
                database, MAX_ATTEMPTS, "take " + batch.file(), handle -> claim(handle, batch, hold));
        if (claim == FileClaim.CLAIMED) {
            leases.put(batch.batchId(), hold);
        }
        return claim;
    }

    private Lease newLease(String token) {
        return new Lease(token, clock.instant().plus(leaseDuration));
    }

    private FileClaim claim(Handle handle, Batch batch, Lease hold) {
        Optional<BatchRow> known = BatchLocks.lock(handle, batch.batchId());
        if (known.isEmpty()) {
            Update insert = bind(handle, "batch/insert-batch", batch, hold)
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
        bind(handle, "batch/restart-batch", batch, hold).execute();
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

    private Update bind(Handle handle, String statement, Batch batch, Lease hold) {
        return handle.createUpdate(Database.sql(statement))
                .bind("batchId", batch.batchId())
                .bind("file", batch.file())
                .bind("stem", batch.stem())
                .bind("owner", hold.token)
                .bind("until", hold.expiresAt)
                .bind("now", clock.instant());
    }

    /**
     * Stores a part of a file that this instance reads, and says that its reader is alive. The same part stored again
     * changes nothing.
     *
     * @throws BatchLeaseLost when another instance has taken the file over
     * @throws LedgerException when the database is away
     */
    public void storePart(BatchPart part) {
        Lease hold = requireLease(part.batchId());
        Lease renewed = newLease(hold.token);
        LedgerTransaction.run(
                database, MAX_ATTEMPTS, "store part " + part.number() + " of " + part.batchId(), handle -> {
                    // The batch last, so that two threads wait for each other only while they commit.
                    handle.createUpdate(Database.sql("batch/insert-batch-part"))
                            .bind("batchId", part.batchId())
                            .bind("number", part.number())
                            .bind("firstRow", part.firstRow())
                            .bind("lastRow", part.lastRow())
                            .bind("rows", part.rows())
                            .bind("refused", part.refused())
                            .bind("content", part.content())
                            .execute();
                    int alive = handle.createUpdate(Database.sql("batch/renew-import-lease"))
                            .bind("batchId", part.batchId())
                            .bind("owner", renewed.token)
                            .bind("until", renewed.expiresAt)
                            .execute();
                    if (alive == 0) {
                        throw new BatchLeaseLost(part.batchId());
                    }
                    return null;
                });
        leases.computeIfPresent(part.batchId(), (id, now) -> now.token.equals(renewed.token) ? renewed : now);
    }

    /**
     * The file was read to its end, and all of it is stored: its parts may be released.
     *
     * @throws BatchLeaseLost when another instance has taken the file over
     * @throws LedgerException when parts are missing, or when the database is away
     */
    public void complete(String batchId) {
        finishReading(batchId, "end the reading of " + batchId, handle -> {
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

    /** Whether this instance reads it. */
    public boolean isReading(String batchId) {
        return leases.containsKey(batchId);
    }

    /** Forgets a file that this instance reads: it is as if it had never come. */
    public void discard(String batchId) {
        finishReading(batchId, "discard " + batchId, handle -> delete(handle, batchId));
    }

    /**
     * The same for a file that is refused as a whole, with a summary outcome that says so.
     *
     * @param rows commands in it
     * @param refused of those
     * @param problems what is wrong with them; the first twenty are told
     */
    public void refuse(String batchId, long rows, long refused, List<String> problems) {
        finishReading(batchId, "refuse " + batchId, handle -> {
            BatchRow batch = BatchLocks.lock(handle, batchId).orElseThrow();
            List<String> told = problems.stream().limit(MAX_PROBLEMS).toList();
            OutboxRecord.insert(
                    handle,
                    List.of(BatchOutcomeMapper.ofRefused(
                            batch, rows, refused, told, topics.outcomes(), clock.instant())));
            delete(handle, batchId);
        });
        relayWakeup.signal();
    }

    /** Leaves a file that this instance reads to whoever claims it next. No error if it has been taken over. */
    public void release(String batchId) {
        Lease hold = leases.remove(batchId);
        if (hold != null) {
            LedgerTransaction.run(database, MAX_ATTEMPTS, "give " + batchId + " up", handle -> handle.createUpdate(
                            Database.sql("batch/release-batch-lease"))
                    .bind("batchId", batchId)
                    .bind("owner", hold.token)
                    .execute());
        }
    }

    private void finishReading(String batchId, String what, Consumer<Handle> work) {
        Lease hold = requireLease(batchId);
        LedgerTransaction.run(database, MAX_ATTEMPTS, what, handle -> {
            BatchLocks.lock(handle, batchId)
                    .filter(row -> row.status() == BatchStatus.READING)
                    .filter(row -> row.owner().equals(Optional.of(hold.token)))
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
