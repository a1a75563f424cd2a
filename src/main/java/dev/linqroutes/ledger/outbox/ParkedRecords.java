package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Records that are too large for their topic. They block no other record. From time to time the smallest one of each topic
 * is moved back into the outbox as a probe; the others follow when Kafka accepts it.
 */
final class ParkedRecords {
    /** How many records follow an accepted probe at a time. */
    private static final int MAX_UNPARKED = 100;

    private final Set<String> compactedTopics;

    /** @param compactedTopics topics of which only the last record of a key matters */
    ParkedRecords(Set<String> compactedTopics) {
        this.compactedTopics = compactedTopics;
    }

    void park(Handle handle, PendingRecord record, String reason, Instant now) {
        handle.createUpdate(Database.sql("outbox/park-record"))
                .bind("outboxId", record.outboxId())
                .bind("keyHash", hash(record.key()))
                .bind("size", record.size())
                .bind("reason", StorableText.ofMessage(reason))
                .bind("now", now)
                .execute();
        handle.createUpdate(Database.sql("outbox/delete-records"))
                .bindArray("outboxIds", Long.class, List.of(record.outboxId()))
                .execute();
    }

    boolean isEmpty(Handle handle) {
        return findNextTopic(handle, "").isEmpty();
    }

    /** Moves the smallest record of each topic back into the outbox, and returns their ids. */
    List<Long> unparkProbes(Handle handle) {
        List<Long> probes = new ArrayList<>();
        for (Optional<String> topic = findNextTopic(handle, "");
                topic.isPresent();
                topic = findNextTopic(handle, topic.get())) {
            probes.addAll(findSmallest(handle, topic.get(), 1));
        }
        unpark(handle, probes);
        return probes;
    }

    /** Moves more records of a topic back that has accepted a probe, and returns their ids. */
    List<Long> unparkNext(Handle handle, String topic) {
        List<Long> next = findSmallest(handle, topic, MAX_UNPARKED);
        unpark(handle, next);
        return next;
    }

    /** Deletes parked records of the compacted topics that are older than acknowledged records with the same key. */
    void deleteSuperseded(Handle handle, List<PendingRecord> records) {
        List<PendingRecord> latest = records.stream()
                .filter(each -> compactedTopics.contains(each.topic()))
                .toList();
        if (latest.isEmpty() || isEmpty(handle)) {
            return;
        }
        PreparedBatch superseded = handle.prepareBatch(Database.sql("outbox/delete-superseded-parked"));
        latest.forEach(each -> superseded
                .bind("topic", each.topic())
                .bind("keyHash", hash(each.key()))
                .bind("outboxId", each.outboxId())
                .add());
        LedgerTransaction.execute(superseded);
    }

    private static Optional<String> findNextTopic(Handle handle, String topic) {
        return handle.createQuery(Database.sql("outbox/next-parked-topic"))
                .bind("topic", topic)
                .mapTo(String.class)
                .findOne();
    }

    private static List<Long> findSmallest(Handle handle, String topic, int limit) {
        return handle.createQuery(Database.sql("outbox/smallest-parked"))
                .bind("topic", topic)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    private static void unpark(Handle handle, List<Long> outboxIds) {
        for (String statement : List.of("outbox/unpark-records", "outbox/delete-parked")) {
            handle.createUpdate(Database.sql(statement))
                    .bindArray("outboxIds", Long.class, outboxIds)
                    .execute();
        }
    }

    private static String hash(Optional<byte[]> key) {
        return UUID.nameUUIDFromBytes(key.orElse(new byte[0])).toString();
    }
}
