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

/** Says when a command is done, and puts its outcome into the outbox. */
public final class CommandCompletion {

    private final OutboxTopics topics;
    private final Settings settings;

    /**
     * When a command is done.
     *
     * @param confirm whether an accepted call has to be confirmed; if not, a command is done when Linq has taken its calls
     * @param confirmationDeadline how long after that Linq is asked, if no event told
     * @param publishAccepted whether there is an outcome, too, when Linq has taken all calls
     */
    public record Settings(boolean confirm, Duration confirmationDeadline, boolean publishAccepted) {}

    public CommandCompletion(OutboxTopics topics, Settings settings) {
        this.topics = topics;
        this.settings = settings;
    }

    /** Whether an accepted call has to be confirmed. */
    public boolean isConfirmationRequired() {
        return settings.confirm;
    }

    /** When Linq is asked what became of a call that it takes now; empty where nothing more is heard of it. */
    public Optional<Instant> confirmationDueAt(CallKind kind, Instant now) {
        return settings.confirm && !kind.isDoneWhenAccepted()
                ? Optional.of(now.plus(settings.confirmationDeadline))
                : Optional.empty();
    }

    /** Settles those of the commands that are done. Calls have been changed by the same transaction before. */
    public void completeFinished(Handle handle, Collection<String> maybeSettled, Instant now) {
        if (maybeSettled.isEmpty()) {
            return;
        }
        List<String> commandIds = List.copyOf(new TreeSet<>(maybeSettled));
        // Another call of the command may be settled at this moment: only one transaction at a time looks at them all.
        handle.createQuery(Database.sql("outbox/lock-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(String.class)
                .list();
        List<CompletedCommand> settled = handle.createQuery(Database.sql("outbox/completed-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(CompletedCommand.class)
                .list();
        if (settled.isEmpty()) {
            return;
        }
        PreparedBatch settle = handle.prepareBatch(Database.sql("outbox/complete-command"));
        settled.forEach(command -> settle.bind("commandId", command.commandId())
                .bind("status", command.status().word())
                .bind("firstCallAt", command.firstCallAt().orElse(null))
                .bind("now", now)
                .add());
        int[] changed = LedgerTransaction.executeCountingRows(settle);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1 && (settings.publishAccepted || settled.get(i).status() != CommandStatus.CONFIRMING)) {
                told.add(settled.get(i).commandId());
            }
        }
        if (!told.isEmpty()) {
            OutboxRecord.insert(handle, OutcomeMapper.ofCommands(handle, told, topics.outcomes()));
        }
    }
}
