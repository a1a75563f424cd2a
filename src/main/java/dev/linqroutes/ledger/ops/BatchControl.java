package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToRetry;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Cancels a batch, or retries its failed rows, on behalf of an operator.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable, and may be called again.
 */
public final class BatchControl {
    private static final int MAX_COMMANDS = 500;

    private final Database database;
    private final FailedCommands failedCommands;
    private final CommandCanceller canceller;
    private final Set<Integer> transientCodes;
    private final Wakeup relayWakeup;

    /**
     * @param transientCodes Linq's error codes after which a retry makes sense, whatever the HTTP status
     * @param relayWakeup signalled when there are outcomes to relay
     */
    public BatchControl(
            Database database,
            CommandCanceller canceller,
            FailedCommands failedCommands,
            Set<Integer> transientCodes,
            Wakeup relayWakeup) {
        this.database = database;
        this.failedCommands = failedCommands;
        this.canceller = canceller;
        this.transientCodes = Set.copyOf(transientCodes);
        this.relayWakeup = relayWakeup;
    }

    /**
     * The result of a cancel.
     *
     * @param commands cancelled now
     * @param unreleasedRows rows that are no commands yet; each is cancelled when its part is released
     * @param inProgress commands that have started, or whose mailbox is leased: they will complete
     */
    public record CancelResult(long commands, long unreleasedRows, long inProgress) {
        /** Of a batch whose rows are all finished. */
        public static final CancelResult NOTHING = new CancelResult(0, 0, 0);
    }

    /**
     * The result of a retry.
     *
     * @param requeued failed commands that are worked again
     * @param notRetryable failed commands that would fail again unchanged, or whose effect might be repeated
     */
    public record RetryResult(long requeued, long notRetryable) {
        /** Of a batch without failed rows. */
        public static final RetryResult NOTHING = new RetryResult(0, 0);
    }

    /**
     * Cancels the commands of a batch that have not started. Calling it again also cancels commands whose mailbox was leased
     * before and that have not started. No effect on an unknown batch, or on one whose rows are all finished.
     */
    public CancelResult cancel(String batchId) {
        int cancelled =
                run("cancel batch " + batchId, handle -> handle.createUpdate(Database.sql("ops/mark-batch-cancelled"))
                        .bind("batchId", batchId)
                        .execute());
        if (cancelled == 0) {
            return CancelResult.NOTHING;
        }
        // Delayed commands first: those that become waiting meanwhile are cancelled in the second pass.
        long commands = cancel(batchId, CommandStatus.DELAYED) + cancel(batchId, CommandStatus.WAITING);
        relayWakeup.signal();
        return run(
                "count open rows of batch " + batchId,
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
     * Retries the commands that failed for a transient reason: no answer, a server error, or throttling. The batch is
     * reopened until they are finished. A voice memo that Linq may have sent is not sent again.
     */
    public RetryResult retry(String batchId) {
        long requeued = 0;
        long notRetryable = 0;
        List<CommandToRetry> failed = findFailed(batchId, 0);
        while (!failed.isEmpty()) {
            for (CommandToRetry command : failed) {
                boolean replayed = isRetryable(command)
                        && failedCommands.replay(command.commandId()).isEmpty();
                requeued += replayed ? 1 : 0;
                notRetryable += replayed ? 0 : 1;
            }
            failed = findFailed(batchId, failed.get(failed.size() - 1).rowNo());
        }
        return new RetryResult(requeued, notRetryable);
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

    private <T> T run(String operation, Function<Handle, T> work) {
        return LedgerTransaction.run(database, 3, operation, work);
    }
}
