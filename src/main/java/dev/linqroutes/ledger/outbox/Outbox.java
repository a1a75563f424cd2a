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
 * Records to be sent to Kafka, in the order of insertion. One instance relays at a time, which keeps the order of a chat's
 * records; a row is deleted when Kafka has acknowledged it.
 */
public final class Outbox {
    /** Of a dead letter: the headers of the record as received, packed. They are unpacked when the dead letter is sent. */
    public static final String RECEIVED_HEADERS = "linq-received-headers";

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final TypeReference<Map<String, String>> HEADERS_TYPE = new TypeReference<>() {};

    /** Limit of a batch of several records: a quarter of the Kafka client's buffer. */
    private static final long MAX_BATCH_BYTES = 8_000_000;

    /**
     * Half of Kafka's default limit. A larger record is sent alone: if Kafka rejects it, no other records have to be sent
     * again individually.
     */
    private static final long LARGE_RECORD_BYTES = 500_000;

    /** A record that is too large fails until a person raises the topic's limit: retries are rare. */
    private static final int PARKED_RETRY_FACTOR = 10;

    /** Until the next probe when a probe has no result, because its topic was parked meanwhile. */
    private static final Duration PROBE_RETRY = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;
    private final Wakeup relayWakeup;
    private final JobLease lease;
    private final int batchSize;
    private final ParkedRecords parkedRecords;

    /** Topics that cannot be written, and when they are retried. */
    private final Map<String, Instant> parkedTopics = new ConcurrentHashMap<>();

    /** Unparked records; when one is acknowledged, more of its topic are unparked. */
    private final Set<Long> probeIds = ConcurrentHashMap.newKeySet();

    private volatile Instant nextProbe = Instant.MIN;
    private volatile int individualSendsLeft;

    /**
     * @param relayWakeup wakes {@link #awaitRecords}
     * @param leaseDuration until another instance may take over from one that does not renew
     * @param batchSize how many records are sent before their acknowledgements are awaited
     * @param compactedTopics topics of which only the last record of a key matters
     */
    public Outbox(
            Database database,
            Clock clock,
            Wakeup relayWakeup,
            Duration leaseDuration,
            int batchSize,
            Set<String> compactedTopics) {
        this.database = database;
        this.clock = clock;
        this.relayWakeup = relayWakeup;
        this.lease = new JobLease("relay", clock, leaseDuration);
        this.batchSize = batchSize;
        this.parkedRecords = new ParkedRecords(compactedTopics);
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
     * Waits up to half a second for records and returns the oldest; none while another instance has the lease. Of a parked
     * topic that is due for a retry, returns the first record alone.
     *
     * @throws LedgerException when the database is unavailable
     */
    public List<PendingRecord> awaitRecords() throws InterruptedException {
        List<PendingRecord> records = nextRecords();
        if (records.isEmpty()) {
            relayWakeup.await(POLL);
            records = nextRecords();
        }
        return records;
    }

    public List<PendingRecord> nextRecords() {
        Selection next = LedgerTransaction.run(database, 3, "read the outbox", this::select);
        if (next.probed) {
            nextProbe = clock.instant().plus(PROBE_RETRY);
            probeIds.addAll(next.probes);
        }
        return cutBeforeLarge(next.rows.stream().map(Outbox::pendingRecord).toList());
    }

    /**
     * @param probed whether parked records were due for a retry
     * @param probes ids of the records that were unparked for it
     */
    private record Selection(List<OutboxRow> rows, boolean probed, List<Long> probes) {}

    private Selection select(Handle handle) {
        boolean probe = !clock.instant().isBefore(nextProbe) && !parkedRecords.isEmpty(handle);
        // Without work, no lease is renewed: an idle instance writes nothing.
        if ((!probe && findDue(handle).isEmpty()) || !lease.claimOrRenew(handle)) {
            return new Selection(List.of(), false, List.of());
        }
        List<Long> unparked = probe ? parkedRecords.unparkProbes(handle) : List.of();
        List<OutboxRow> rows = findDue(handle).map(due -> readRows(handle, due)).orElse(List.of());
        return new Selection(rows, probe, unparked);
    }

    /**
     * What to read next.
     *
     * @param topic empty for all topics
     * @param single whether to read only the first record
     */
    private record Due(Optional<String> topic, boolean single) {}

    /** Empty when there is nothing to read. The cost does not depend on how many records wait for parked topics. */
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

    /** A record whose headers cannot be read is sent with key and value, and with a header that reports the loss. */
    private static Map<String, String> headers(OutboxRow row) {
        try {
            return LedgerJson.MAPPER.convertValue(LedgerJson.read(row.headers()), HEADERS_TYPE);
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.error(
                    "headers of outbox row {} for topic {} cannot be read: sending the record without them: {}",
                    row.outboxId(),
                    row.topic(),
                    e.getMessage());
            return Map.of("linq-error-message", "the ledger could not read the headers of this record");
        }
    }

    /**
     * Sends as many records individually as a batch had of which Kafka did not acknowledge all. A record that Kafka never
     * accepts is then retried alone, without the other records of its batch.
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
        // The topic accepts no larger records: unparking stops, or the same records would be unparked again and again.
        probeIds.clear();
        nextProbe = now.plus(retryAfter.multipliedBy(PARKED_RETRY_FACTOR));
    }

    /** How many records are parked, at most 1,000; empty while the database is unavailable. */
    public OptionalLong countParked() {
        if (!database.isLikelyAvailable()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    LedgerTransaction.run(database, 1, "count parked records", handle -> handle.createQuery(
                                    Database.sql("outbox/count-parked"))
                            .mapTo(Long.class)
                            .one()));
        } catch (LedgerException e) {
            // The health check reports it.
            return OptionalLong.empty();
        }
    }

    /** Lets another instance take over without waiting for the lease to expire; see {@link JobLease#release}. */
    public void releaseLease() {
        lease.release(database);
    }

    /** Deletes records that Kafka has acknowledged, and unparks more of a topic that has accepted a probe. */
    public void deleteAcknowledged(List<PendingRecord> sent) {
        List<Long> outboxIds = sent.stream().map(PendingRecord::outboxId).toList();
        List<String> probedTopics = sent.stream()
                .filter(each -> probeIds.contains(each.outboxId()))
                .map(PendingRecord::topic)
                .distinct()
                .toList();
        List<Long> unparked = LedgerTransaction.run(database, 3, "delete acknowledged records", handle -> {
            handle.createUpdate(Database.sql("outbox/delete-records"))
                    .bindArray("outboxIds", Long.class, outboxIds)
                    .execute();
            parkedRecords.deleteSuperseded(handle, sent);
            return probedTopics.stream()
                    .flatMap(topic -> parkedRecords.unparkNext(handle, topic).stream())
                    .toList();
        });
        outboxIds.forEach(probeIds::remove);
        probeIds.addAll(unparked);
        individualSendsLeft = Math.max(0, individualSendsLeft - sent.size());
        sent.forEach(each -> parkedTopics.remove(each.topic()));
    }
}
