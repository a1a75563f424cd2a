package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.intake.IntakeRowTypes.IntakeAttemptRow;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Records which single records are being accepted, so that a later process recognizes a record that kills processes. */
public final class IntakeAttemptRecorder {
    private static final int MAX_ATTEMPTS = 3;

    private final Database database;
    private final Clock clock;
    private final String instanceId = UUID.randomUUID().toString();

    public IntakeAttemptRecorder(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Records that this process is about to accept the record.
     *
     * @param sourceId the record's position
     * @return how many processes started on it before and did not end
     * @throws LedgerException when the database is unavailable
     */
    public int recordStart(String sourceId) {
        return LedgerTransaction.run(
                database,
                MAX_ATTEMPTS,
                "record the intake attempt of " + sourceId,
                handle -> recordStart(handle, sourceId));
    }

    private int recordStart(Handle handle, String sourceId) {
        Optional<IntakeAttemptRow> before = handle.createQuery(Database.sql("intake/attempt"))
                .bind("sourceId", sourceId)
                .mapTo(IntakeAttemptRow.class)
                .findOne();
        int deaths = before.map(row -> row.owner().equals(instanceId) ? row.deaths() : row.deaths() + 1)
                .orElse(0);
        int written = handle.createUpdate(
                        Database.sql(before.isPresent() ? "intake/restart-attempt" : "intake/insert-attempt"))
                .bind("sourceId", sourceId)
                .bind("owner", instanceId)
                .bind("deaths", deaths)
                .bind("now", clock.instant())
                .execute();
        if (written != 1) {
            throw new LedgerTransaction.Conflict();
        }
        return deaths;
    }

    /** The process has survived the attempt, whatever its result. */
    public void recordEnd(String sourceId) {
        LedgerTransaction.run(
                database, MAX_ATTEMPTS, "delete the intake attempt of " + sourceId, handle -> handle.createUpdate(
                                Database.sql("intake/delete-attempt"))
                        .bind("sourceId", sourceId)
                        .execute());
    }
}
