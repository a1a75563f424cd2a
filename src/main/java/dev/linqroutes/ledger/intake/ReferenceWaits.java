package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.intake.IntakeRowTypes.CommandReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which delayed commands wait for what they refer to: a command or an event that is not known yet, or a command that is delayed itself. */
public final class ReferenceWaits {
    private final Database database;
    private final Clock clock;
    private final Duration timeout;

    /** @param timeout how long a command waits for what is not known */
    public ReferenceWaits(Database database, Clock clock, Duration timeout) {
        this.database = database;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * What a command waits for.
     *
     * @param message in words
     * @param isMissing whether what it is a message of is not known yet, and not delayed
     * @param since when the command was accepted
     * @param until when it is waited for no longer
     */
    public record ReferenceWait(String message, boolean isMissing, Instant since, Instant until) {}

    /**
     * Thread-safe.
     *
     * @param commandIds of delayed commands, as many as a person looks at
     * @return by id, of those that wait for what they refer to
     * @throws LedgerException when the database is unavailable
     */
    public Map<String, ReferenceWait> find(Collection<String> commandIds) {
        if (commandIds.isEmpty()) {
            return Map.of();
        }
        return LedgerTransaction.run(database, 1, "read what commands wait for", handle -> {
            List<CommandReference> references = handle.createQuery(Database.sql("intake/references-of-commands"))
                    .bindArray("commandIds", String.class, commandIds)
                    .mapTo(CommandReference.class)
                    .list();
            KnownReferences known = KnownReferences.load(
                    handle, references.stream().map(CommandReference::reference).toList());
            Map<String, ReferenceWait> waits = new HashMap<>();
            references.forEach(each -> describe(each, known).ifPresent(wait -> waits.put(each.commandId(), wait)));
            return waits;
        });
    }

    private Optional<ReferenceWait> describe(CommandReference each, KnownReferences known) {
        boolean isMissing = known.isMissing(each.reference());
        Optional<Instant> until =
                isMissing ? Optional.of(each.acceptedAt().plus(timeout)) : known.delayedUntil(each.reference());
        return until.filter(clock.instant()::isBefore)
                .map(time -> new ReferenceWait(each.reference().describe(), isMissing, each.acceptedAt(), time));
    }
}
