package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Records who has done what.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class AuditLog {
    /** In characters; longer texts are cut. */
    private static final int MAX_LENGTH = 1_000;

    private static final int MAX_USER_LENGTH = 255;

    private final Database database;
    private final Clock clock;

    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
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

    public void record(String user, String action, String target, String reason, long items, String result) {
        LedgerTransaction.run(
                database, 3, "record an action", handle -> handle.createUpdate(Database.sql("ops/insert-audit"))
                        .bind("doneAt", clock.instant())
                        .bind("doneBy", StorableText.of(user, MAX_USER_LENGTH))
                        .bind("action", action)
                        .bind("target", StorableText.of(target, MAX_LENGTH))
                        .bind("reason", StorableText.of(reason, MAX_LENGTH))
                        .bind("items", items)
                        .bind("result", StorableText.of(result, MAX_LENGTH))
                        .execute());
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
