package dev.linqroutes.ledger;

import dev.linqroutes.ledger.IntakeRowTypes.IntakeAttemptRow;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which records are being accepted alone, so that a later process knows at which of them one before it has died. */
public final class IntakeAttempts {
    private static final int TRIES = 3;

    private final Database database;
    private final Clock clock;
    private final String owner = UUID.randomUUID().toString();

    public IntakeAttempts(Database database, Clock clock) {
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
    public int begin(String sourceId) {
        return LedgerTransaction.run(database, TRIES, "note " + sourceId, handle -> begin(handle, sourceId));
    }

    private int begin(Handle handle, String sourceId) {
        Optional<IntakeAttemptRow> before = handle.createQuery(Database.sql("attempt-of"))
                .bind("sourceId", sourceId)
                .mapTo(IntakeAttemptRow.class)
                .findOne();
        int deaths = before.map(row -> row.owner().equals(owner) ? row.deaths() : row.deaths() + 1)
                .orElse(0);
        int written = handle.createUpdate(Database.sql(before.isPresent() ? "attempt-again" : "insert-attempt"))
                .bind("sourceId", sourceId)
                .bind("owner", owner)
                .bind("deaths", deaths)
                .bind("now", clock.instant())
                .execute();
        if (written != 1) {
            throw new LedgerTransaction.Overtaken();
        }
        return deaths;
    }

    /** The record is accepted or refused, or could not be, and this process lives. */
    public void end(String sourceId) {
        LedgerTransaction.run(database, TRIES, "forget the note of " + sourceId, handle -> handle.createUpdate(
                        Database.sql("delete-attempt"))
                .bind("sourceId", sourceId)
                .execute());
    }
}
