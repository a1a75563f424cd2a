package dev.linqroutes.ledger;

import dev.linqroutes.ledger.Outbox.Outgoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Records of the outbox that their topic finds too large. Nothing waits behind them. Now and then the smallest one of each
 * topic goes back, and the others follow once that was taken.
 */
final class ParkedRecords {
    /** So many follow at a time when a topic takes larger records again. */
    private static final int FOLLOW = 100;

    private final String latestOnly;

    /** @param latestOnly the topic of which only the last record of a key counts */
    ParkedRecords(String latestOnly) {
        this.latestOnly = latestOnly;
    }

    void park(Handle handle, Outgoing record, String reason, Instant now) {
        handle.createUpdate(Database.sql("park-record"))
                .bind("outboxId", record.outboxId())
                .bind("keyHash", hash(record.key()))
                .bind("size", record.size())
                .bind("reason", StorableText.message(reason))
                .bind("now", now)
                .execute();
        handle.createUpdate(Database.sql("outbox-delete"))
                .bindArray("outboxIds", Long.class, List.of(record.outboxId()))
                .execute();
    }

    boolean isEmpty(Handle handle) {
        return topicBehind(handle, "").isEmpty();
    }

    /** Puts the smallest of each topic back into the outbox; their ids. */
    List<Long> probe(Handle handle) {
        List<Long> probes = new ArrayList<>();
        for (Optional<String> topic = topicBehind(handle, "");
                topic.isPresent();
                topic = topicBehind(handle, topic.get())) {
            probes.addAll(smallest(handle, topic.get(), 1));
        }
        putBack(handle, probes);
        return probes;
    }

    /** Puts more of a topic back that has taken the last one that was put back; their ids. */
    List<Long> follow(Handle handle, String topic) {
        List<Long> next = smallest(handle, topic, FOLLOW);
        putBack(handle, next);
        return next;
    }

    /** A topic has taken these: of a compacted one what was parked of the same keys before is out of date, and goes. */
    void taken(Handle handle, List<Outgoing> records) {
        List<Outgoing> latest =
                records.stream().filter(each -> each.topic().equals(latestOnly)).toList();
        if (latest.isEmpty() || isEmpty(handle)) {
            return;
        }
        PreparedBatch superseded = handle.prepareBatch(Database.sql("delete-superseded"));
        latest.forEach(each -> superseded
                .bind("topic", each.topic())
                .bind("keyHash", hash(each.key()))
                .bind("outboxId", each.outboxId())
                .add());
        LedgerTransaction.execute(superseded);
    }

    private static Optional<String> topicBehind(Handle handle, String topic) {
        return handle.createQuery(Database.sql("parked-next-topic"))
                .bind("topic", topic)
                .mapTo(String.class)
                .findOne();
    }

    private static List<Long> smallest(Handle handle, String topic, int most) {
        return handle.createQuery(Database.sql("parked-smallest"))
                .bind("topic", topic)
                .bind("limit", most)
                .mapTo(Long.class)
                .list();
    }

    private static void putBack(Handle handle, List<Long> outboxIds) {
        for (String statement : List.of("unpark-records", "delete-parked")) {
            handle.createUpdate(Database.sql(statement))
                    .bindArray("outboxIds", Long.class, outboxIds)
                    .execute();
        }
    }

    private static String hash(Optional<byte[]> key) {
        return UUID.nameUUIDFromBytes(key.orElse(new byte[0])).toString();
    }
}
