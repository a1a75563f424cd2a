package dev.linqroutes.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.OutboxRowTypes.OutboxRow;
import dev.linqroutes.ledger.OutboxRowTypes.OutboxTopic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on their way to Kafka, in the order they were put in. One instance relays at a time, so that the order of a
 * chat's records is kept; a row goes when Kafka has acknowledged it.
 */
public final class Outbox {
    /** Of a dead letter: the headers that its record came with, packed. Whoever sends it unpacks them. */
    public static final String RECEIVED_HEADERS = "linq-received-headers";

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Bytes read for one batch, if it is more than one record: a quarter of what the client buffers. */
    private static final long LARGEST_BATCH = 8_000_000;

    /**
     * Half of what Kafka takes by default. Such a record is sent alone: if its topic does not take it, nothing stood beside it
     * that would have to be sent once more, one by one.
     */
    private static final long LARGE = 500_000;

    /** What is too large becomes fit only when somebody raises the topic's limit, and is sent in vain until then. */
    private static final int PARKED_WAIT_LONGER = 10;

    /** After a probe that nobody answers for, because its topic is held meanwhile: as long as by default after one that fails. */
    private static final Duration PROBED_AGAIN = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;
    private final WorkSignal relay;
    private final JobLease lease;
    private final int batch;
    private final ParkedRecords parked;
    /** Topics that take no record, and when they are tried again. */
    private final Map<String, Instant> held = new ConcurrentHashMap<>();

    /** Parked records that were put back, and after which others of their topic may follow. */
    private final Set<Long> probes = ConcurrentHashMap.newKeySet();

    private volatile Instant nextProbe = Instant.MIN;
    private volatile int oneByOne;

    /**
     * @param relay wakes the relay
     * @param lease how long another instance waits before it takes over from a silent one
     * @param batch how many records are sent before their acknowledgements are awaited
     * @param latestOnly the topic of which only the last record of a key counts
     */
    public Outbox(Database database, Clock clock, WorkSignal relay, Duration lease, int batch, String latestOnly) {
        this.database = database;
        this.clock = clock;
        this.relay = relay;
        this.lease = new JobLease("relay", clock, lease);
        this.batch = batch;
        this.parked = new ParkedRecords(latestOnly);
    }

    /**
     * A record to send.
     *
     * @param value null for a tombstone
     */
    public record Outgoing(
            long outboxId, String topic, Optional<byte[]> key, byte[] value, Map<String, String> headers) {
        long size() {
            return key.map(bytes -> bytes.length).orElse(0) + (value == null ? 0 : value.length);
        }
    }

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
        Next next = LedgerTransaction.run(database, 3, "read the outbox", this::next);
        if (next.probed) {
            nextProbe = clock.instant().plus(PROBED_AGAIN);
            probes.addAll(next.probes);
        }
        return untilLarge(next.rows.stream().map(Outbox::outgoing).toList());
    }

    /** @param probes parked records that were put back */
    private record Next(List<OutboxRow> rows, boolean probed, List<Long> probes) {}

    private Next next(Handle handle) {
        boolean probe = !clock.instant().isBefore(nextProbe) && !parked.isEmpty(handle);
        // An idle instance writes nothing.
        if ((!probe && due(handle).isEmpty()) || !lease.hold(handle)) {
            return new Next(List.of(), false, List.of());
        }
        List<Long> putBack = probe ? parked.probe(handle) : List.of();
        List<OutboxRow> rows = due(handle).map(due -> rows(handle, due)).orElse(List.of());
        return new Next(rows, probe, putBack);
    }

    /** @param topic empty for all topics */
    private record Due(Optional<String> topic, boolean alone) {}

    /** What is to be read, if there is anything; finding out does not depend on how much waits for topics that are held. */
    private Optional<Due> due(Handle handle) {
        if (held.isEmpty()) {
            return handle.createQuery(Database.sql("outbox-first"))
                    .mapTo(String.class)
                    .findOne()
                    .map(topic -> new Due(Optional.empty(), false));
        }
        Map<String, Long> firsts = firsts(handle);
        held.keySet().retainAll(firsts.keySet());
        Instant now = clock.instant();
        return held.entrySet().stream()
                .filter(each -> !now.isBefore(each.getValue()))
                .map(each -> new Due(Optional.of(each.getKey()), true))
                .findFirst()
                .or(() -> firsts.entrySet().stream()
                        .filter(each -> !held.containsKey(each.getKey()))
                        .min(Map.Entry.comparingByValue())
                        .map(each -> new Due(Optional.of(each.getKey()), false)));
    }

    /** The id of each topic's first record. */
    private static Map<String, Long> firsts(Handle handle) {
        Map<String, Long> firsts = new HashMap<>();
        for (Optional<OutboxTopic> each = topicBehind(handle, "");
                each.isPresent();
                each = topicBehind(handle, each.get().topic())) {
            firsts.put(each.get().topic(), each.get().outboxId());
        }
        return firsts;
    }

    private static Optional<OutboxTopic> topicBehind(Handle handle, String topic) {
        return handle.createQuery(Database.sql("outbox-first-of-next-topic"))
                .bind("topic", topic)
                .mapTo(OutboxTopic.class)
                .findOne();
    }

    private List<OutboxRow> rows(Handle handle, Due due) {
        Query query = due.topic
                .map(topic ->
                        handle.createQuery(Database.sql("outbox-next-of-topic")).bind("topic", topic))
                .orElseGet(() -> handle.createQuery(Database.sql("outbox-next")));
        return query.bind("limit", due.alone || oneByOne > 0 ? 1 : batch)
                .bind("bytes", LARGEST_BATCH)
                .mapTo(OutboxRow.class)
                .list();
    }

    private static List<Outgoing> untilLarge(List<Outgoing> records) {
        int end = 0;
        while (end < records.size() && records.get(end).size() < LARGE) {
            end++;
        }
        return records.subList(0, Math.min(records.size(), Math.max(end, 1)));
    }

    private static Outgoing outgoing(OutboxRow row) {
        return new Outgoing(
                row.outboxId(), row.topic(), Optional.ofNullable(row.recordKey()), row.recordValue(), headers(row));
    }

    /** Key and value of a record whose headers cannot be read are as they were: it goes, and says what it lacks. */
    private static Map<String, String> headers(OutboxRow row) {
        try {
            return Json.MAPPER.convertValue(Json.read(row.headers()), TEXTS);
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.error(
                    "the headers of outbox row {} for topic {} cannot be read; the record goes without them: {}",
                    row.outboxId(),
                    row.topic(),
                    e.getMessage());
            return Map.of("linq-error-message", "the ledger could not read the headers of this record");
        }
    }

    /**
     * Kafka has not acknowledged all of a batch: as many records are sent one by one now. If one of them is never taken, it
     * alone is sent again and again, and not what stood beside it in the batch.
     */
    public void slowDown(List<Outgoing> sent) {
        oneByOne = Math.max(oneByOne, sent.size());
    }

    /**
     * Parks a topic that does not exist or is not authorized: its records wait in their order, and other topics are sent. If
     * several records were sent it is not known which topic failed, so they are sent individually first.
     *
     * @param retryAfter until the topic's first record is sent again
     */
    public void hold(List<Outgoing> sent, Duration retryAfter) {
        if (sent.size() > 1) {
            slowDown(sent);
        } else {
            sent.forEach(each -> held.put(each.topic(), clock.instant().plus(retryAfter)));
        }
    }

    /**
     * Parks a record that is too large for its topic: nothing waits for it, and it is published later than the records behind
     * it. If several records were sent it is not known which one failed, so they are sent individually first.
     *
     * @param retryAfter the smallest parked record of each topic is sent again after ten times as long, and at every start
     */
    public void park(List<Outgoing> sent, Duration retryAfter, String reason) {
        if (sent.size() > 1) {
            slowDown(sent);
            return;
        }
        Instant now = clock.instant();
        LedgerTransaction.run(database, 3, "park a record of the outbox", handle -> {
            sent.forEach(each -> parked.park(handle, each, reason, now));
            return null;
        });
        oneByOne = Math.max(0, oneByOne - sent.size());
        sent.forEach(each -> held.remove(each.topic()));
        // It takes no larger ones: what has followed is not followed by more, or the same would come again and again.
        probes.clear();
        nextProbe = now.plus(retryAfter.multipliedBy(PARKED_WAIT_LONGER));
    }

    /** How many records are parked, a thousand where there are more; empty while the database is away. */
    public OptionalLong parked() {
        try {
            return OptionalLong.of(LedgerTransaction.run(
                    database, 1, "count what is parked", handle -> handle.createQuery(Database.sql("parked-count"))
                            .mapTo(Long.class)
                            .one()));
        } catch (LedgerException e) {
            // The health check tells.
            return OptionalLong.empty();
        }
    }

    /** Lets another instance relay at once. If the database is away, that has to wait until the lease has run out. */
    public void handOver() {
        lease.handOver(database);
    }

    /** Forgets records that Kafka has acknowledged. */
    public void delete(List<Outgoing> sent) {
        List<Long> outboxIds = sent.stream().map(Outgoing::outboxId).toList();
        List<String> takeLarger = sent.stream()
                .filter(each -> probes.contains(each.outboxId()))
                .map(Outgoing::topic)
                .distinct()
                .toList();
        List<Long> following = LedgerTransaction.run(database, 3, "clear the outbox", handle -> {
            handle.createUpdate(Database.sql("outbox-delete"))
                    .bindArray("outboxIds", Long.class, outboxIds)
                    .execute();
            parked.taken(handle, sent);
            return takeLarger.stream()
                    .flatMap(topic -> parked.follow(handle, topic).stream())
                    .toList();
        });
        outboxIds.forEach(probes::remove);
        probes.addAll(following);
        oneByOne = Math.max(0, oneByOne - sent.size());
        sent.forEach(each -> held.remove(each.topic()));
    }
}
