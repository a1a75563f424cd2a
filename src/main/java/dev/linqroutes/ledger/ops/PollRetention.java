package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.poll.PollPublisher;
import dev.linqroutes.ledger.poll.PollRowTypes.PollRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Deletes polls of which nothing was heard for the period, also from the topic of polls. */
final class PollRetention implements RetentionRule {
    private final OutboxTopics topics;
    private final Duration period;

    PollRetention(OutboxTopics topics, Duration period) {
        this.topics = topics;
        this.period = period;
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        List<String> messageIds = handle
                .createQuery(Database.sql("ops/lock-old-polls"))
                .bind("before", now.minus(period))
                .bind("limit", RetentionJob.MAX_COMMANDS)
                .mapTo(PollRow.class)
                .stream()
                .map(PollRow::messageId)
                .toList();
        if (messageIds.isEmpty()) {
            return Map.of();
        }
        handle.createUpdate(Database.sql("ops/delete-polls"))
                .bindArray("messageIds", String.class, messageIds)
                .execute();
        OutboxRecord.insert(
                handle,
                messageIds.stream()
                        .map(id -> PollPublisher.tombstone(topics, id))
                        .toList());
        return Map.of("poll", messageIds.size());
    }
}
