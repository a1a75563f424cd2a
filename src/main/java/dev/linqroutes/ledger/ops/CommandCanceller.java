package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.chat.MemberSets;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToCancel;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Cancels commands of a batch that have not started. Leased mailboxes are skipped: their calls are loaded, and any of them
 * may be in progress. When a create is cancelled, another command may create its group.
 */
final class CommandCanceller {
    private final OutcomeMapper outcomes;
    private final Clock clock;

    CommandCanceller(OutcomeMapper outcomes, Clock clock) {
        this.outcomes = outcomes;
        this.clock = clock;
    }

    /**
     * The result of one transaction.
     *
     * @param lastRow the last row it has read
     * @param more whether there may be rows after it
     */
    record Step(long cancelled, long lastRow, boolean more) {}

    /** Cancels commands with the status that come after a row, as far as they have not started. */
    Step cancel(Handle handle, String batchId, CommandStatus status, long afterRow, int limit) {
        List<CommandToCancel> next = handle.createQuery(Database.sql("ops/commands-to-cancel"))
                .bind("batchId", batchId)
                .bind("status", status.word())
                .bind("after", afterRow)
                .bind("limit", limit)
                .mapTo(CommandToCancel.class)
                .list();
        if (next.isEmpty()) {
            return new Step(0, afterRow, false);
        }
        Set<String> idle = lockIdleMailboxes(handle, next);
        List<CommandToCancel> cancelled = lockUnstarted(handle, next).stream()
                // The calls of a delayed command are in no mailbox yet.
                .filter(command -> command.status() == CommandStatus.DELAYED || idle.contains(command.mailbox()))
                .toList();
        if (!cancelled.isEmpty()) {
            cancel(handle, cancelled, idle);
        }
        return new Step(cancelled.size(), next.get(next.size() - 1).rowNo(), next.size() == limit);
    }

    /** Mailboxes that are not leased, and cannot be until this transaction ends. */
    private static Set<String> lockIdleMailboxes(Handle handle, List<CommandToCancel> commands) {
        return Set.copyOf(handle.createQuery(Database.sql("ops/lock-idle-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes(commands))
                .mapTo(String.class)
                .list());
    }

    private static List<CommandToCancel> lockUnstarted(Handle handle, List<CommandToCancel> commands) {
        return handle.createQuery(Database.sql("ops/lock-unstarted-commands"))
                .bindArray("commandIds", String.class, ids(commands))
                .mapTo(CommandToCancel.class)
                .list();
    }

    private void cancel(Handle handle, List<CommandToCancel> commands, Set<String> idle) {
        Instant now = clock.instant();
        List<String> commandIds = ids(commands);
        for (String statement : List.of("ops/cancel-calls", "ops/cancel-commands")) {
            handle.createUpdate(Database.sql(statement))
                    .bindArray("commandIds", String.class, commandIds)
                    .bind("now", now)
                    .execute();
        }
        Collection<String> mailboxes = mailboxes(commands);
        handle.createUpdate(Database.sql("ops/mark-groups-failed"))
                .bindArray("mailboxes", String.class, mailboxes)
                .bindArray("commandIds", String.class, commandIds)
                .execute();
        MemberSets.releaseSettled(handle, mailboxes);
        // Saves a worker the lease of an empty mailbox.
        handle.createUpdate(Database.sql("ops/clear-empty-mailboxes"))
                .bindArray(
                        "mailboxes",
                        String.class,
                        mailboxes.stream().filter(idle::contains).toList())
                .execute();
        OutboxRecord.insert(handle, outcomes.ofCommands(handle, commandIds));
    }

    private static List<String> ids(List<CommandToCancel> commands) {
        return commands.stream().map(CommandToCancel::commandId).toList();
    }

    private static List<String> mailboxes(List<CommandToCancel> commands) {
        return List.copyOf(
                commands.stream().map(CommandToCancel::mailbox).collect(Collectors.toCollection(TreeSet::new)));
    }
}
