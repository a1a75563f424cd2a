package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.outbox.OutboxRowTypes.CompletedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Decides when a command is finished, and adds its outcome to the outbox. */
public final class CommandCompletion {

    private final OutboxTopics topics;
    private final Settings settings;

    /**
     * When a command is finished.
     *
     * @param confirm whether accepted calls need confirmation; if not, a command is finished when Linq has accepted its calls
     * @param confirmationDeadline how long after acceptance Linq is polled, unless an event has confirmed the call
     * @param publishAccepted whether there is an additional outcome when Linq has accepted all calls
     */
    public record Settings(boolean confirm, Duration confirmationDeadline, boolean publishAccepted) {}

    public CommandCompletion(OutboxTopics topics, Settings settings) {
        this.topics = topics;
        this.settings = settings;
    }

    public boolean isConfirmationRequired() {
        return settings.confirm;
    }

    /** When to poll Linq about a call that it accepts now; empty when the call needs no confirmation. */
    public Optional<Instant> confirmationDueAt(CallKind kind, Instant now) {
        return settings.confirm && !kind.isDoneWhenAccepted()
                ? Optional.of(now.plus(settings.confirmationDeadline))
                : Optional.empty();
    }

    /** Finishes the commands whose calls are all finished. The same transaction has changed calls of them before. */
    public void completeFinished(Handle handle, Collection<String> candidates, Instant now) {
        if (candidates.isEmpty()) {
            return;
        }
        List<String> commandIds = List.copyOf(new TreeSet<>(candidates));
        // Another transaction may finish another call of the same command: the lock lets one at a time read all calls.
        handle.createQuery(Database.sql("outbox/lock-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(String.class)
                .list();
        List<CompletedCommand> completed = handle.createQuery(Database.sql("outbox/completed-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(CompletedCommand.class)
                .list();
        if (completed.isEmpty()) {
            return;
        }
        PreparedBatch updates = handle.prepareBatch(Database.sql("outbox/complete-command"));
        completed.forEach(command -> updates.bind("commandId", command.commandId())
                .bind("status", command.status().word())
                .bind("firstCallAt", command.firstCallAt().orElse(null))
                .bind("now", now)
                .add());
        int[] changed = LedgerTransaction.executeCountingRows(updates);
        List<String> withOutcome = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1
                    && (settings.publishAccepted || completed.get(i).status() != CommandStatus.CONFIRMING)) {
                withOutcome.add(completed.get(i).commandId());
            }
        }
        if (!withOutcome.isEmpty()) {
            OutboxRecord.insert(handle, OutcomeMapper.ofCommands(handle, withOutcome, topics.outcomes()));
        }
    }
}
