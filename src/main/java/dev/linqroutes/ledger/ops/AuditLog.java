package dev.linqroutes.ledger.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Records who has done what, in the ledger and for the topic of actions: {@code schemas/audit.schema.json}.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class AuditLog {
    /** In characters; longer texts are cut. */
    private static final int MAX_LENGTH = 1_000;

    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;
    private final Wakeup relayWakeup;

    /** @param relayWakeup signalled when there is an action to relay */
    public AuditLog(Database database, OutboxTopics topics, Clock clock, Wakeup relayWakeup) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.relayWakeup = relayWakeup;
    }

    /**
     * An action of a person.
     *
     * @param doneBy name of the person
     * @param target what it was done to: a file, a group, a filter
     * @param reason that the person gave; may be empty
     * @param items number of things it was done to
     */
    public record Entry(
            long auditId,
            Instant doneAt,
            String doneBy,
            String action,
            String target,
            String reason,
            long items,
            String result) {}

    /**
     * Stores an action that was done, and its record for the topic, in one transaction. Longer texts are cut.
     *
     * @param user name of the person
     * @param target what it was done to: a file, a group, a filter
     * @param reason that the person gave; may be empty
     * @param items number of things it was done to
     */
    public void record(String user, String action, String target, String reason, long items, String result) {
        Instant now = clock.instant();
        String by = StorableText.ofUser(user);
        String what = StorableText.of(target, MAX_LENGTH);
        String why = StorableText.of(reason, MAX_LENGTH);
        String outcome = StorableText.of(result, MAX_LENGTH);
        LedgerTransaction.run(database, 3, "record an action", handle -> {
            long auditId = handle.createUpdate(Database.sql("ops/insert-audit"))
                    .bind("doneAt", now)
                    .bind("doneBy", by)
                    .bind("action", action)
                    .bind("target", what)
                    .bind("reason", why)
                    .bind("items", items)
                    .bind("result", outcome)
                    .executeAndReturnGeneratedKeys("audit_id")
                    .mapTo(Long.class)
                    .one();
            OutboxRecord.insert(
                    handle, List.of(outboxRecord(new Entry(auditId, now, by, action, what, why, items, outcome))));
            return auditId;
        });
        relayWakeup.signal();
    }

    /** With the user as its key: what a person has done stays in order. */
    private OutboxRecord outboxRecord(Entry entry) {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode();
        // A ledger that is made anew, or restored, begins or repeats its numbers.
        json.put("audit_id", entry.doneAt.toEpochMilli() + "-" + entry.auditId);
        json.put("done_at", entry.doneAt.toString());
        json.put("user", entry.doneBy);
        json.put("action", entry.action);
        json.put("target", entry.target);
        json.put("reason", entry.reason);
        json.put("items", entry.items);
        json.put("result", entry.result);
        return OutboxRecord.withKey(topics.audit(), entry.doneBy, LedgerJson.bytes(json), HEADERS);
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
