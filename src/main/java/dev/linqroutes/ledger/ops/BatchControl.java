package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToRetry;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Stops a batch, and tries again what failed of it, on a person's word.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is away; it may then be called again.
 */
public final class BatchControl {
    private static final int MAX_COMMANDS = 500;

    private final Database database;
    private final FailedCommands failedCommands;
    private final CommandCanceller canceller;
    private final Set<Integer> transientCodes;
    private final Wakeup relayWakeup;

    /**
     * @param passingCodes Linq's error codes that pass by themselves, whatever the HTTP status says
     * @param relay raised when there are outcomes to relay
     */
    public BatchControl(
            Database database,
            OutboxTopics topics,
            Clock clock,
            FailedCommands failedCommands,
            Set<Integer> passingCodes,
            Wakeup relay) {
        this.database = database;
        this.failedCommands = failedCommands;
        this.canceller = new CommandCanceller(topics, clock);
        this.transientCodes = Set.copyOf(passingCodes);
        this.relayWakeup = relay;
    }

    /**
     * What a cancel has stopped.
     *
     * @param commands cancelled now
     * @param unreleasedRows rows that are no commands yet; each is cancelled when its part is released
     * @param inProgress commands that have begun, or that a worker has in hand: they are worked to their end
     */
    public record CancelResult(long commands, long unreleasedRows, long inProgress) {
        /** Of a batch whose rows are all done. */
        public static final CancelResult NOTHING = new CancelResult(0, 0, 0);
    }

    /**
     * What a retry has put back.
     *
     * @param requeued commands that are worked again
     * @param notRetryable failed ones for which another try is of no use as they are, or may do twice what can be done once
     */
    public record RetryResult(long requeued, long notRetryable) {
        /** Of a batch of which nothing has failed. */
        public static final RetryResult NOTHING = new RetryResult(0, 0);
    }

    /**
     * Cancels what has not begun of a batch that is read or worked. Once more cancels what a worker had in hand before and
     * has not begun. Nothing happens to a batch that is done or whose rows are, or that is not known.
     */
    public CancelResult cancel(String batchId) {
        int cancelled =
                run("cancel batch " + batchId, handle -> handle.createUpdate(Database.sql("ops/mark-batch-cancelled"))
                        .bind("batchId", batchId)
                        .execute());
        if (cancelled == 0) {
            return CancelResult.NOTHING;
        }
        // Delayed ones first: those that become waiting meanwhile are met then.
        long commands = cancel(batchId, CommandStatus.DELAYED) + cancel(batchId, CommandStatus.WAITING);
        relayWakeup.signal();
        return run(
                "count what is left of batch " + batchId,
                handle -> new CancelResult(
                        commands,
                        count(handle, "ops/count-unreleased-rows", batchId),
                        count(handle, "ops/count-open-commands", batchId)));
    }

    private long cancel(String batchId, CommandStatus status) {
        long cancelled = 0;
        CommandCanceller.Step step = new CommandCanceller.Step(0, 0, true);
        while (step.more()) {
            long after = step.lastRow();
            step = run(
                    "cancel commands of batch " + batchId,
                    handle -> canceller.cancel(handle, batchId, status, after, MAX_COMMANDS));
            cancelled += step.cancelled();
        }
        return cancelled;
    }

    private static long count(Handle handle, String statement, String batchId) {
        return handle.createQuery(Database.sql(statement))
                .bind("batchId", batchId)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Tries again the commands that failed for a reason that passes: Linq did not answer, was in trouble, or said wait. The
     * batch is open again until these are done. A voice memo that Linq may have sent is not sent again.
     */
    public RetryResult retry(String batchId) {
        long putBack = 0;
        long left = 0;
        List<CommandToRetry> failed = findFailed(batchId, 0);
        while (!failed.isEmpty()) {
            for (CommandToRetry command : failed) {
                boolean back = isRetryable(command)
                        && failedCommands.replay(command.commandId()).isEmpty();
                putBack += back ? 1 : 0;
                left += back ? 0 : 1;
            }
            failed = findFailed(batchId, failed.get(failed.size() - 1).rowNo());
        }
        return new RetryResult(putBack, left);
    }

    private List<CommandToRetry> findFailed(String batchId, long after) {
        return run("find failed commands of batch " + batchId, handle -> handle.createQuery(
                        Database.sql("ops/commands-to-retry"))
                .bind("batchId", batchId)
                .bind("after", after)
                .bind("limit", MAX_COMMANDS)
                .mapTo(CommandToRetry.class)
                .list());
    }

    private boolean isRetryable(CommandToRetry command) {
        boolean hasTransientCode =
                command.errorCode().filter(transientCodes::contains).isPresent();
        if (command.isRefusedByEvent()) {
            return hasTransientCode;
        }
        boolean inDoubt = command.httpStatus().map(status -> status >= 500).orElse(true);
        if (command.kind().isUnsafeToRepeat() && inDoubt) {
            return false;
        }
        return hasTransientCode
                || command.hasNoResponse()
                || command.httpStatus().filter(BatchControl::isTransient).isPresent();
    }

    private static boolean isTransient(int httpStatus) {
        return httpStatus >= 500 || httpStatus == 408 || httpStatus == 429;
    }

    private <T> T run(String what, Function<Handle, T> work) {
        return LedgerTransaction.run(database, 3, what, work);
    }
}
