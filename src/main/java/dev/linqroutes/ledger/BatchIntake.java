package dev.linqroutes.ledger;

import dev.linqroutes.ledger.BatchRowTypes.BatchRow;
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
public final class BatchIntake {
    private static final int TRIES = 3;

    /** As many as a person reads. */
    private static final int MOST_PROBLEMS = 20;

    private final Database database;
    private final Topics topics;
    private final Clock clock;
    private final Duration lease;
    private final WorkSignal released;
    private final WorkSignal relay;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong claims = new AtomicLong();

    /** What this instance is reading: the hold it has on each. */
    private final Map<String, Hold> reading = new ConcurrentHashMap<>();

    /** @param until when it may be taken away */
    private record Hold(String token, Instant until) {}

    /**
     * @param lease how long a reader may be silent before its file is given to another
     * @param released raised when there are parts to release
     * @param relay raised when there is an outcome to relay
     */
    public BatchIntake(
            Database database, Topics topics, Clock clock, Duration lease, WorkSignal released, WorkSignal relay) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.lease = lease;
        this.released = released;
        this.relay = relay;
    }

    /**
     * Claims a file for this instance to read. What a dead reader has stored of it is deleted. A batch that is known gets
     * the file's name and stem: that is where its results go now.
     *
     * <p>Whoever gets {@link Claim#TAKEN} ends with {@link #read}, {@link #discard}, {@link #refuse} or {@link #giveUp}.
     */
    public synchronized Claim claim(Batch batch) {
        Hold hold = hold(instance + "-" + claims.incrementAndGet());
        Claim claim =
                LedgerTransaction.run(database, TRIES, "take " + batch.file(), handle -> claim(handle, batch, hold));
        if (claim == Claim.TAKEN) {
            reading.put(batch.batchId(), hold);
        }
        return claim;
    }

    private Hold hold(String token) {
        return new Hold(token, clock.instant().plus(lease));
    }

    private Claim claim(Handle handle, Batch batch, Hold hold) {
        Optional<BatchRow> known = BatchRows.lock(handle, batch.batchId());
        if (known.isEmpty()) {
            Update insert = bind(handle, "insert-batch", batch, hold)
                    .bind("sha256", batch.sha256())
                    .bind("bytes", batch.content().map(FileContent::bytes))
                    .bind("contentSha256", batch.content().map(FileContent::sha256));
            if (insert.execute() == 0) {
                throw new LedgerTransaction.Overtaken();
            }
            return Claim.TAKEN;
        }
        BatchRow row = known.get();
        if (!row.status().equals("reading") && !row.status().equals("ending")) {
            handle.createUpdate(Database.sql("batch-known"))
                    .bind("batchId", batch.batchId())
                    .bind("file", batch.file())
                    .bind("stem", batch.stem())
                    .execute();
            return Claim.KNOWN;
        }
        if (isBeingRead(row)) {
            return Claim.ELSEWHERE;
        }
        deleteParts(handle, batch.batchId());
        bind(handle, "read-batch-again", batch, hold).execute();
        return Claim.TAKEN;
    }

    private boolean isBeingRead(BatchRow row) {
        boolean givenUp =
                row.owner() == null || (row.owner().startsWith(instance) && !reading.containsKey(row.batchId()));
        return !givenUp && !row.leasedUntil().isBefore(clock.instant());
    }

    private Update bind(Handle handle, String statement, Batch batch, Hold hold) {
        return handle.createUpdate(Database.sql(statement))
                .bind("batchId", batch.batchId())
                .bind("file", batch.file())
                .bind("stem", batch.stem())
                .bind("owner", hold.token)
                .bind("until", hold.until)
                .bind("now", clock.instant());
    }

    /**
     * Stores a part of a file that this instance reads, and says that its reader is alive. The same part stored again
     * changes nothing.
     *
     * @throws BatchTakenOver when another instance has taken the file over
     * @throws LedgerException when the database is away
     */
    public void store(BatchPart part) {
        Hold hold = mine(part.batchId());
        Hold renewed = hold(hold.token);
        LedgerTransaction.run(database, TRIES, "store part " + part.number() + " of " + part.batchId(), handle -> {
            // The batch last, so that two threads wait for each other only while they commit.
            handle.createUpdate(Database.sql("insert-batch-part"))
                    .bind("batchId", part.batchId())
                    .bind("number", part.number())
                    .bind("firstRow", part.firstRow())
                    .bind("lastRow", part.lastRow())
                    .bind("rows", part.rows())
                    .bind("refused", part.refused())
                    .bind("content", part.content())
                    .execute();
            int alive = handle.createUpdate(Database.sql("renew-batch"))
                    .bind("batchId", part.batchId())
                    .bind("owner", renewed.token)
                    .bind("until", renewed.until)
                    .execute();
            if (alive == 0) {
                throw new BatchTakenOver(part.batchId());
            }
            return null;
        });
        reading.computeIfPresent(part.batchId(), (id, now) -> now.token.equals(renewed.token) ? renewed : now);
    }

    /**
     * The file was read to its end, and all of it is stored: its parts may be released.
     *
     * @throws BatchTakenOver when another instance has taken the file over
     * @throws LedgerException when parts are missing, or when the database is away
     */
    public void read(String batchId) {
        end(batchId, "end the reading of " + batchId, handle -> {
            int missing = handle.createQuery(Database.sql("missing-parts"))
                    .bind("batchId", batchId)
                    .mapTo(Integer.class)
                    .one();
            if (missing != 0) {
                throw new IllegalStateException(missing + " of its parts were not stored");
            }
            handle.createUpdate(Database.sql("batch-read"))
                    .bind("batchId", batchId)
                    .bind("now", clock.instant())
                    .execute();
        });
        released.raise();
    }

    /** Whether this instance reads it. */
    public boolean isReading(String batchId) {
        return reading.containsKey(batchId);
    }

    /** Forgets a file that this instance reads: it is as if it had never come. */
    public void discard(String batchId) {
        end(batchId, "discard " + batchId, handle -> delete(handle, batchId));
    }

    /**
     * The same for a file that is refused as a whole, with a summary outcome that says so.
     *
     * @param rows commands in it
     * @param refused of those
     * @param problems what is wrong with them; the first twenty are told
     */
    public void refuse(String batchId, long rows, long refused, List<String> problems) {
        end(batchId, "refuse " + batchId, handle -> {
            BatchRow batch = BatchRows.lock(handle, batchId).orElseThrow();
            List<String> told = problems.stream().limit(MOST_PROBLEMS).toList();
            OutboxRecord.insert(
                    handle,
                    List.of(BatchOutcomes.refused(batch, rows, refused, told, topics.outcomes(), clock.instant())));
            delete(handle, batchId);
        });
        relay.raise();
    }

    /** Leaves a file that this instance reads to whoever claims it next. No error if it has been taken over. */
    public void giveUp(String batchId) {
        Hold hold = reading.remove(batchId);
        if (hold != null) {
            LedgerTransaction.run(database, TRIES, "give " + batchId + " up", handle -> handle.createUpdate(
                            Database.sql("give-up-batch"))
                    .bind("batchId", batchId)
                    .bind("owner", hold.token)
                    .execute());
        }
    }

    private void end(String batchId, String what, Consumer<Handle> work) {
        Hold hold = mine(batchId);
        LedgerTransaction.run(database, TRIES, what, handle -> {
            BatchRows.lock(handle, batchId)
                    .filter(row -> row.status().equals("reading") && hold.token.equals(row.owner()))
                    .orElseThrow(() -> new BatchTakenOver(batchId));
            work.accept(handle);
            return null;
        });
        reading.remove(batchId);
    }

    private Hold mine(String batchId) {
        return Optional.ofNullable(reading.get(batchId)).orElseThrow(() -> new BatchTakenOver(batchId));
    }

    private static void delete(Handle handle, String batchId) {
        deleteParts(handle, batchId);
        handle.createUpdate(Database.sql("delete-batch"))
                .bind("batchId", batchId)
                .execute();
    }

    private static void deleteParts(Handle handle, String batchId) {
        handle.createUpdate(Database.sql("delete-batch-parts"))
                .bind("batchId", batchId)
                .execute();
    }
}
