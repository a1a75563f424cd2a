package dev.linqroutes.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.RowTypes.OutboxRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Records on their way to Kafka, in the order they were put in. One instance relays at a time, so that the order of a
 * chat's records is kept; a row goes when Kafka has acknowledged it.
 */
public final class Outbox {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Database database;
    private final Clock clock;
    private final WorkSignal relay;
    private final JobLease lease;
    private final int batch;
    /** Topics that do not take a record, and when it is tried again. */
    private final Map<String, Instant> held = new ConcurrentHashMap<>();

    private volatile int oneByOne;

    /**
     * @param relay wakes the relay
     * @param lease how long another instance waits before it takes over from a silent one
     * @param batch how many records are sent before their acknowledgements are awaited
     */
    public Outbox(Database database, Clock clock, WorkSignal relay, Duration lease, int batch) {
        this.database = database;
        this.clock = clock;
        this.relay = relay;
        this.lease = new JobLease("relay", clock, lease);
        this.batch = batch;
    }

    /**
     * A record to send.
     *
     * @param value null for a tombstone
     */
    public record Outgoing(
            long outboxId, String topic, Optional<byte[]> key, byte[] value, Map<String, String> headers) {}

    /**
     * Waits for records, but not long. Gives the oldest; none while another instance relays. Of a topic that is held it gives
     * the first one, alone, when it is to be tried again.
     */
    public List<Outgoing> await() throws InterruptedException {
        List<Outgoing> waiting = next();
        if (waiting.isEmpty()) {
            relay.await(POLL);
            waiting = next();
        }
        return waiting;
    }

    List<Outgoing> next() {
        return LedgerTransaction.run(database, 3, "read the outbox", handle -> {
            // An idle instance writes nothing.
            if (waiting(handle, 1).isEmpty() || !lease.hold(handle)) {
                return List.of();
            }
            return waiting(handle, oneByOne > 0 ? 1 : batch);
        });
    }

    private List<Outgoing> waiting(Handle handle, int limit) {
        Instant now = clock.instant();
        for (Map.Entry<String, Instant> each : held.entrySet()) {
            if (!now.isBefore(each.getValue())) {
                List<Outgoing> first = records(
                        handle.createQuery(Database.sql("outbox-next-of-topic")).bind("topic", each.getKey()));
                if (!first.isEmpty()) {
                    return first;
                }
                held.remove(each.getKey());
            }
        }
        return records(handle.createQuery(Database.sql("outbox-next"))
                .bindArray("held", String.class, held.keySet())
                .bind("limit", limit));
    }

    private static List<Outgoing> records(Query query) {
        return query.mapTo(OutboxRow.class).stream().map(Outbox::outgoing).toList();
    }

    private static Outgoing outgoing(OutboxRow row) {
        return new Outgoing(
                row.outboxId(),
                row.topic(),
                Optional.ofNullable(row.recordKey()),
                row.recordValue(),
                Json.MAPPER.convertValue(Json.read(row.headers()), TEXTS));
    }

    /**
     * Kafka has not acknowledged all of a batch: as many records are sent one by one now. If one of them is never taken, it
     * alone is sent again and again, and not what stood beside it in the batch.
     */
    public void slowDown(List<Outgoing> sent) {
        oneByOne = Math.max(oneByOne, sent.size());
    }

    /**
     * A topic does not take a record: it is too large for it, or there is no such topic, or the program may not write to it.
     * When it is known which record, its topic is held: what stands behind it there keeps its order and waits, and the
     * other topics go on.
     *
     * @param again milliseconds until it is tried again
     */
    public void hold(List<Outgoing> sent, long again) {
        if (sent.size() > 1) {
            slowDown(sent);
        } else {
            sent.forEach(each -> held.put(each.topic(), clock.instant().plusMillis(again)));
        }
    }

    /** Lets another instance relay at once. If the database is away, that has to wait until the lease has run out. */
    public void handOver() {
        lease.handOver(database);
    }

    /** Forgets records that Kafka has acknowledged. */
    public void delete(List<Outgoing> sent) {
        LedgerTransaction.run(
                database, 3, "clear the outbox", handle -> handle.createUpdate(Database.sql("outbox-delete"))
                        .bindArray(
                                "outboxIds",
                                Long.class,
                                sent.stream().map(Outgoing::outboxId).toList())
                        .execute());
        oneByOne = Math.max(0, oneByOne - sent.size());
        sent.forEach(each -> held.remove(each.topic()));
    }
}
