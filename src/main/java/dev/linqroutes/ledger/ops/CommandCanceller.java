package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.chat.MemberSets;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.MailboxLocks;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.ops.OpsRowTypes.CancelObstacle;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToCancel;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Cancels commands that have not started. Leased mailboxes are skipped: their calls are loaded, and any of them may be in
 * progress. When a create is cancelled, another command may create its group. Thread-safe.
 */
public final class CommandCanceller {
    private final OutcomeMapper outcomes;
    private final Clock clock;

    /** @param outcomes of the cancelled commands: of a running program its own, so that they are counted and traced */
    public CommandCanceller(OutcomeMapper outcomes, Clock clock) {
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

    /** Cancels commands of a batch with the status that come after a row, as far as they have not started. */
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
        List<CommandToCancel> cancelled = cancelUnstarted(handle, next, lockIdleMailboxes(handle, next));
        return new Step(cancelled.size(), next.get(next.size() - 1).rowNo().orElseThrow(), next.size() == limit);
    }

    /**
     * Cancels those of the commands that have not started.
     *
     * @return by id why the others were not cancelled
     */
    public Map<String, String> cancel(Handle handle, List<String> commandIds) {
        List<CommandToCancel> known = handle.createQuery(Database.sql("ops/commands-by-id"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(CommandToCancel.class)
                .list();
        Set<String> cancelled = Set.copyOf(ids(cancelUnstarted(handle, known, lockIdleMailboxes(handle, known))));
        List<String> others =
                commandIds.stream().filter(id -> !cancelled.contains(id)).toList();
        return others.isEmpty() ? Map.of() : describeObstacles(handle, others);
    }

    /** As they are now: since they were read first, somebody else may have cancelled them, or a worker have started them. */
    private static Map<String, String> describeObstacles(Handle handle, List<String> commandIds) {
        Map<String, CancelObstacle> known = handle
                .createQuery(Database.sql("ops/find-cancel-obstacles"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(CancelObstacle.class)
                .stream()
                .collect(Collectors.toMap(CancelObstacle::commandId, Function.identity()));
        Map<String, String> obstacles = new LinkedHashMap<>();
        for (String id : commandIds) {
            obstacles.put(
                    id,
                    Optional.ofNullable(known.get(id))
                            .map(CommandCanceller::describe)
                            .orElse("there is no such command in the ledger"));
        }
        return obstacles;
    }

    private static String describe(CancelObstacle command) {
        return switch (command.status()) {
            case DELAYED, WAITING -> describeUnfinished(command);
            case CONFIRMING -> "its calls were made; it only waits for their confirmation";
            default -> "it is finished: " + command.status().word();
        };
    }

    private static String describeUnfinished(CancelObstacle command) {
        if (command.tried()) {
            return "one of its calls was already tried, and Linq may have it: it will complete";
        }
        // The calls of a delayed command are in no mailbox yet.
        return command.leased() && command.status() == CommandStatus.WAITING
                ? "its group is being worked on at this moment; pause the group, then try again"
                : "it is being changed at this moment; try again";
    }

    private List<CommandToCancel> cancelUnstarted(Handle handle, List<CommandToCancel> commands, Set<String> idle) {
        List<CommandToCancel> cancelled = lockUnstarted(handle, commands).stream()
                // The calls of a delayed command are in no mailbox yet.
                .filter(command -> command.status() == CommandStatus.DELAYED || idle.contains(command.mailbox()))
                .toList();
        if (!cancelled.isEmpty()) {
            cancel(handle, cancelled, idle);
        }
        return cancelled;
    }

    private static Set<String> lockIdleMailboxes(Handle handle, List<CommandToCancel> commands) {
        return Set.copyOf(MailboxLocks.lockIdle(handle, mailboxes(commands)));
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
        handle.createUpdate(Database.sql("ops/release-followers"))
                .bindArray("mailboxes", String.class, mailboxes)
                .bindArray("commandIds", String.class, commandIds)
                .bind("now", now)
                .execute();
        MemberSets.releaseSettled(handle, mailboxes);
        List<String> idleMailboxes = mailboxes.stream().filter(idle::contains).toList();
        // Saves a worker the lease of an empty mailbox.
        handle.createUpdate(Database.sql("ops/clear-empty-mailboxes"))
                .bindArray("mailboxes", String.class, idleMailboxes)
                .execute();
        handle.createUpdate(Database.sql("ops/make-followers-due"))
                .bindArray("mailboxes", String.class, idleMailboxes)
                .bindArray("commandIds", String.class, commandIds)
                .bind("now", now)
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
