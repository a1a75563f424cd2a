package dev.linqroutes.ledger.outbox;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.JobLease;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxRowTypes.FirstOfTopic;
import dev.linqroutes.ledger.outbox.OutboxRowTypes.OutboxRow;
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
    private static final TypeReference<Map<String, String>> HEADERS_TYPE = new TypeReference<>() {};

    /** Bytes read for one batch, if it is more than one record: a quarter of what the client buffers. */
    private static final long MAX_BATCH_BYTES = 8_000_000;

    /**
     * Half of what Kafka takes by default. Such a record is sent alone: if its topic does not take it, nothing stood beside it
     * that would have to be sent once more, one by one.
     */
    private static final long LARGE_RECORD_BYTES = 500_000;

    /** What is too large becomes fit only when somebody raises the topic's limit, and is sent in vain until then. */
    private static final int PARKED_RETRY_FACTOR = 10;

    /** After a probe that nobody answers for, because its topic is held meanwhile: as long as by default after one that fails. */
    private static final Duration PROBE_RETRY = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;
    private final Wakeup relayWakeup;
    private final JobLease lease;
    private final int batchSize;
    private final ParkedRecords parkedRecords;
    /** Topics that take no record, and when they are tried again. */
    private final Map<String, Instant> parkedTopics = new ConcurrentHashMap<>();

    /** Parked records that were put back, and after which others of their topic may follow. */
    private final Set<Long> probeIds = ConcurrentHashMap.newKeySet();

    private volatile Instant nextProbe = Instant.MIN;
    private volatile int individualSendsLeft;

    /**
     * @param relay wakes the relay
     * @param lease how long another instance waits before it takes over from a silent one
     * @param batch how many records are sent before their acknowledgements are awaited
     * @param latestOnly the topic of which only the last record of a key counts
     */
    public Outbox(Database database, Clock clock, Wakeup relay, Duration lease, int batch, String latestOnly) {
        this.database = database;
        this.clock = clock;
        this.relayWakeup = relay;
        this.lease = new JobLease("relay", clock, lease);
        this.batchSize = batch;
        this.parkedRecords = new ParkedRecords(latestOnly);
    }

    /**
     * A record to send.
     *
     * @param value null for a tombstone
     */
    public record PendingRecord(
            long outboxId, String topic, Optional<byte[]> key, byte[] value, Map<String, String> headers) {
        long size() {
            return key.map(bytes -> bytes.length).orElse(0) + (value == null ? 0 : value.length);
        }
    }

    /**
     * Waits for records, but not long. Gives the oldest; none while another instance relays. Of a topic that is held it gives
     * the first one, alone, when it is to be tried again.
     */
    public List<PendingRecord> awaitRecords() throws InterruptedException {
        List<PendingRecord> waiting = nextRecords();
        if (waiting.isEmpty()) {
            relayWakeup.await(POLL);
            waiting = nextRecords();
        }
        return waiting;
    }

    public List<PendingRecord> nextRecords() {
        Selection next = LedgerTransaction.run(database, 3, "read the outbox", this::select);
        if (next.probed) {
            nextProbe = clock.instant().plus(PROBE_RETRY);
            probeIds.addAll(next.probes);
        }
        return cutBeforeLarge(next.rows.stream().map(Outbox::pendingRecord).toList());
    }

    /** @param probes parked records that were put back */
    private record Selection(List<OutboxRow> rows, boolean probed, List<Long> probes) {}

    private Selection select(Handle handle) {
        boolean probe = !clock.instant().isBefore(nextProbe) && !parkedRecords.isEmpty(handle);
        // An idle instance writes nothing.
        if ((!probe && findDue(handle).isEmpty()) || !lease.claimOrRenew(handle)) {
            return new Selection(List.of(), false, List.of());
        }
        List<Long> putBack = probe ? parkedRecords.unparkProbes(handle) : List.of();
        List<OutboxRow> rows = findDue(handle).map(due -> readRows(handle, due)).orElse(List.of());
        return new Selection(rows, probe, putBack);
    }

    /** @param topic empty for all topics */
    private record Due(Optional<String> topic, boolean single) {}

    /** What is to be read, if there is anything; finding out does not depend on how much waits for topics that are held. */
    private Optional<Due> findDue(Handle handle) {
        if (parkedTopics.isEmpty()) {
            return handle.createQuery(Database.sql("outbox/first-topic"))
                    .mapTo(String.class)
                    .findOne()
                    .map(topic -> new Due(Optional.empty(), false));
        }
        Map<String, Long> firsts = firstIdByTopic(handle);
        parkedTopics.keySet().retainAll(firsts.keySet());
        Instant now = clock.instant();
        return parkedTopics.entrySet().stream()
                .filter(each -> !now.isBefore(each.getValue()))
                .map(each -> new Due(Optional.of(each.getKey()), true))
                .findFirst()
                .or(() -> firsts.entrySet().stream()
                        .filter(each -> !parkedTopics.containsKey(each.getKey()))
                        .min(Map.Entry.comparingByValue())
                        .map(each -> new Due(Optional.of(each.getKey()), false)));
    }

    /** The id of each topic's first record. */
    private static Map<String, Long> firstIdByTopic(Handle handle) {
        Map<String, Long> firsts = new HashMap<>();
        for (Optional<FirstOfTopic> each = findNextTopic(handle, "");
                each.isPresent();
                each = findNextTopic(handle, each.get().topic())) {
            firsts.put(each.get().topic(), each.get().outboxId());
        }
        return firsts;
    }

    private static Optional<FirstOfTopic> findNextTopic(Handle handle, String topic) {
        return handle.createQuery(Database.sql("outbox/first-of-next-topic"))
                .bind("topic", topic)
                .mapTo(FirstOfTopic.class)
                .findOne();
    }

    private List<OutboxRow> readRows(Handle handle, Due due) {
        Query query = due.topic
                .map(topic -> handle.createQuery(Database.sql("outbox/next-records-of-topic"))
                        .bind("topic", topic))
                .orElseGet(() -> handle.createQuery(Database.sql("outbox/next-records")));
        return query.bind("limit", due.single || individualSendsLeft > 0 ? 1 : batchSize)
                .bind("bytes", MAX_BATCH_BYTES)
                .mapTo(OutboxRow.class)
                .list();
    }

    private static List<PendingRecord> cutBeforeLarge(List<PendingRecord> records) {
        int end = 0;
        while (end < records.size() && records.get(end).size() < LARGE_RECORD_BYTES) {
            end++;
        }
        return records.subList(0, Math.min(records.size(), Math.max(end, 1)));
    }

    private static PendingRecord pendingRecord(OutboxRow row) {
        return new PendingRecord(row.outboxId(), row.topic(), row.recordKey(), row.recordValue(), headers(row));
    }

    /** Key and value of a record whose headers cannot be read are as they were: it goes, and says what it lacks. */
    private static Map<String, String> headers(OutboxRow row) {
        try {
            return LedgerJson.MAPPER.convertValue(LedgerJson.read(row.headers()), HEADERS_TYPE);
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
    public void sendIndividually(List<PendingRecord> sent) {
        individualSendsLeft = Math.max(individualSendsLeft, sent.size());
    }

    /**
     * Parks a topic that does not exist or is not authorized: its records wait in their order, and other topics are sent. If
     * several records were sent it is not known which topic failed, so they are sent individually first.
     *
     * @param retryAfter until the topic's first record is sent again
     */
    public void parkTopic(List<PendingRecord> sent, Duration retryAfter) {
        if (sent.size() > 1) {
            sendIndividually(sent);
        } else {
            sent.forEach(each -> parkedTopics.put(each.topic(), clock.instant().plus(retryAfter)));
        }
    }

    /**
     * Parks a record that is too large for its topic: nothing waits for it, and it is published later than the records behind
     * it. If several records were sent it is not known which one failed, so they are sent individually first.
     *
     * @param retryAfter the smallest parked record of each topic is sent again after ten times as long, and at every start
     */
    public void parkRecord(List<PendingRecord> sent, Duration retryAfter, String reason) {
        if (sent.size() > 1) {
            sendIndividually(sent);
            return;
        }
        Instant now = clock.instant();
        LedgerTransaction.run(database, 3, "park a record of the outbox", handle -> {
            sent.forEach(each -> parkedRecords.park(handle, each, reason, now));
            return null;
        });
        individualSendsLeft = Math.max(0, individualSendsLeft - sent.size());
        sent.forEach(each -> parkedTopics.remove(each.topic()));
        // It takes no larger ones: what has followed is not followed by more, or the same would come again and again.
        probeIds.clear();
        nextProbe = now.plus(retryAfter.multipliedBy(PARKED_RETRY_FACTOR));
    }

    /** How many records are parked, a thousand where there are more; empty while the database is away. */
    public OptionalLong countParked() {
        try {
            return OptionalLong.of(
                    LedgerTransaction.run(database, 1, "count what is parked", handle -> handle.createQuery(
                                    Database.sql("outbox/count-parked"))
                            .mapTo(Long.class)
                            .one()));
        } catch (LedgerException e) {
            // The health check tells.
            return OptionalLong.empty();
        }
    }

    /** Lets another instance relay at once. If the database is away, that has to wait until the lease has run out. */
    public void releaseLease() {
        lease.release(database);
    }

    /** Forgets records that Kafka has acknowledged. */
    public void deleteAcknowledged(List<PendingRecord> sent) {
        List<Long> outboxIds = sent.stream().map(PendingRecord::outboxId).toList();
        List<String> takeLarger = sent.stream()
                .filter(each -> probeIds.contains(each.outboxId()))
                .map(PendingRecord::topic)
                .distinct()
                .toList();
        List<Long> following = LedgerTransaction.run(database, 3, "clear the outbox", handle -> {
            handle.createUpdate(Database.sql("outbox/delete-records"))
                    .bindArray("outboxIds", Long.class, outboxIds)
                    .execute();
            parkedRecords.deleteSuperseded(handle, sent);
            return takeLarger.stream()
                    .flatMap(topic -> parkedRecords.unparkNext(handle, topic).stream())
                    .toList();
        });
        outboxIds.forEach(probeIds::remove);
        probeIds.addAll(following);
        individualSendsLeft = Math.max(0, individualSendsLeft - sent.size());
        sent.forEach(each -> parkedTopics.remove(each.topic()));
    }
}
