package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.outbox.OutboxRowTypes.CommandInStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Decides when a command is finished, and adds its outcome to the outbox. */
public final class CommandCompletion {

    private final OutcomeMapper outcomes;
    private final Settings settings;

    /**
     * When a command is finished.
     *
     * @param confirm whether accepted calls need confirmation; if not, a command is finished when Linq has accepted its calls
     * @param confirmationDeadline how long after acceptance Linq is polled, unless an event has confirmed the call
     * @param publishAccepted whether there is an additional outcome when Linq has accepted all calls
     */
    public record Settings(boolean confirm, Duration confirmationDeadline, boolean publishAccepted) {}

    public CommandCompletion(OutcomeMapper outcomes, Settings settings) {
        this.outcomes = outcomes;
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
        Map<String, CommandStatus> before = handle
                .createQuery(Database.sql("outbox/lock-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(CommandInStatus.class)
                .stream()
                .collect(Collectors.toMap(CommandInStatus::commandId, CommandInStatus::status));
        Map<CommandStatus, List<String>> completed = handle
                .createQuery(Database.sql("outbox/completed-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(CommandInStatus.class)
                .stream()
                .filter(command -> isProgress(before.get(command.commandId()), command.status()))
                .collect(Collectors.groupingBy(
                        CommandInStatus::status,
                        TreeMap::new,
                        Collectors.mapping(CommandInStatus::commandId, Collectors.toList())));
        List<String> withOutcome = new ArrayList<>();
        completed.forEach((status, ids) -> {
            handle.createUpdate(Database.sql("outbox/complete-commands"))
                    .bindArray("commandIds", String.class, ids)
                    .bind("status", status.word())
                    .bind("now", now)
                    .execute();
            if (settings.publishAccepted || status != CommandStatus.CONFIRMING) {
                withOutcome.addAll(ids);
            }
        });
        if (!withOutcome.isEmpty()) {
            OutboxRecord.insert(handle, outcomes.ofCommands(handle, withOutcome));
        }
    }

    /** A command whose outcome is published is completed. */
    private static boolean isProgress(CommandStatus before, CommandStatus after) {
        return before == CommandStatus.WAITING
                || (before == CommandStatus.CONFIRMING && after != CommandStatus.CONFIRMING);
    }
}
