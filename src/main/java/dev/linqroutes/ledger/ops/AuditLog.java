package dev.linqroutes.ledger.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.TransactionStep;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Records who does what, in the ledger and for the topic of actions: {@code schemas/audit.schema.json}. Nothing is done without a
 * record: an action of one transaction is recorded in it, by {@link #entry}; one of several before the first, by {@link #begin}. What
 * has begun and has no result may have been done, or a part of it.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class AuditLog {
    /** In characters; longer texts are cut. */
    private static final int MAX_LENGTH = 1_000;

    /** Of an action without a result, in the ledger. */
    private static final String NO_RESULT = "";

    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;

    public AuditLog(Database database, OutboxTopics topics, Clock clock) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * An action of a person, as it is stored.
     *
     * @param items number of things it was done to; 0 while that is not known
     * @param result empty text for an action that has begun and of which no more is known
     */
    public record Entry(
            long auditId,
            Instant doneAt,
            String doneBy,
            String action,
            String target,
            String reason,
            long items,
            String result) {
        /** Whether it is known what became of it. */
        public boolean hasResult() {
            return !result.equals(NO_RESULT);
        }

        /** A ledger that is made anew, or restored, begins or repeats its numbers. */
        private String publishedId() {
            return doneAt.toEpochMilli() + "-" + auditId;
        }
    }

    /** Stores an action and its record for the topic, in the transaction that does it. Longer texts are cut. */
    public TransactionStep entry(Action action, long items, String result) {
        return handle -> insert(handle, action, items, result);
    }

    /**
     * Records an action before it is done, because it takes more than one transaction.
     *
     * @return to be given to {@link #complete}
     */
    public Entry begin(Action action) {
        return LedgerTransaction.run(database, 3, "record an action", handle -> insert(handle, action, 0, NO_RESULT));
    }

    /** Records what became of an action that has begun. */
    public void complete(Entry begun, long items, String result) {
        String outcome = StorableText.of(result, MAX_LENGTH);
        ObjectNode json = json(begun.publishedId() + "-result", clock.instant(), begun, items, outcome);
        json.put("completes", begun.publishedId());
        LedgerTransaction.run(database, 3, "record the result of an action", handle -> {
            publish(handle, begun, json);
            return handle.createUpdate(Database.sql("ops/complete-audit"))
                    .bind("auditId", begun.auditId())
                    .bind("items", items)
                    .bind("result", outcome)
                    .execute();
        });
    }

    private Entry insert(Handle handle, Action action, long items, String result) {
        Instant now = clock.instant();
        String user = StorableText.ofUser(action.user());
        String target = StorableText.of(action.target(), MAX_LENGTH);
        String reason = StorableText.of(action.reason(), MAX_LENGTH);
        String outcome = StorableText.of(result, MAX_LENGTH);
        String type = action.type().word();
        long auditId = handle.createUpdate(Database.sql("ops/insert-audit"))
                .bind("doneAt", now)
                .bind("doneBy", user)
                .bind("action", type)
                .bind("target", target)
                .bind("reason", reason)
                .bind("items", items)
                .bind("result", outcome)
                .executeAndReturnGeneratedKeys("audit_id")
                .mapTo(Long.class)
                .one();
        Entry entry = new Entry(auditId, now, user, type, target, reason, items, outcome);
        publish(handle, entry, json(entry.publishedId(), now, entry, items, entry.hasResult() ? outcome : "started"));
        return entry;
    }

    private static ObjectNode json(String publishedId, Instant at, Entry entry, long items, String result) {
        return LedgerJson.MAPPER
                .createObjectNode()
                .put("audit_id", publishedId)
                .put("done_at", at.toString())
                .put("user", entry.doneBy())
                .put("action", entry.action())
                .put("target", entry.target())
                .put("reason", entry.reason())
                .put("items", items)
                .put("result", result);
    }

    /** With the user as its key: what a person has done stays in order. */
    private void publish(Handle handle, Entry entry, ObjectNode json) {
        OutboxRecord.insert(
                handle, List.of(OutboxRecord.withKey(topics.audit(), entry.doneBy(), LedgerJson.bytes(json), HEADERS)));
    }

    /**
     * The newest entries.
     *
     * @param before id of the entry after the first one to return; {@code Long.MAX_VALUE} for the newest
     */
    public List<Entry> findNewest(long before, int limit) {
        return LedgerTransaction.run(
                database, 1, "list actions", handle -> handle.createQuery(Database.sql("ops/newest-audits"))
                        .bind("before", before)
                        .bind("limit", limit)
                        .mapTo(Entry.class)
                        .list());
    }
}
