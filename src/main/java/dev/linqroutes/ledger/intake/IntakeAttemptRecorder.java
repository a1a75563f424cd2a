package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.intake.IntakeRowTypes.IntakeAttemptRow;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which records are being accepted alone, so that a later process knows at which of them one before it has died. */
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
     * This process is about to accept the record.
     *
     * @param sourceId the record's position
     * @return how many processes have begun with it before and not ended
     * @throws LedgerException when the database is away
     */
    public int recordStart(String sourceId) {
        return LedgerTransaction.run(
                database, MAX_ATTEMPTS, "note " + sourceId, handle -> recordStart(handle, sourceId));
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

    /** The record is accepted or refused, or could not be, and this process lives. */
    public void recordEnd(String sourceId) {
        LedgerTransaction.run(database, MAX_ATTEMPTS, "forget the note of " + sourceId, handle -> handle.createUpdate(
                        Database.sql("intake/delete-attempt"))
                .bind("sourceId", sourceId)
                .execute());
    }
}
