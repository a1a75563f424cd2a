package dev.linqroutes.ledger;

import dev.linqroutes.ledger.OpsRowTypes.CommandToRetry;
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
    private static final int MOST_AT_ONCE = 500;

    private final Database database;
    private final FailedCommands failedCommands;
    private final Cancellation cancellation;
    private final Set<Integer> passingCodes;
    private final WorkSignal relay;

    /**
     * @param passingCodes Linq's error codes that pass by themselves, whatever the HTTP status says
     * @param relay raised when there are outcomes to relay
     */
    public BatchControl(
            Database database,
            Topics topics,
            Clock clock,
            FailedCommands failedCommands,
            Set<Integer> passingCodes,
            WorkSignal relay) {
        this.database = database;
        this.failedCommands = failedCommands;
        this.cancellation = new Cancellation(topics, clock);
        this.passingCodes = Set.copyOf(passingCodes);
        this.relay = relay;
    }

    /**
     * What a cancel has stopped.
     *
     * @param commands cancelled now
     * @param toCome rows that are no commands yet; each is cancelled when its part is released
     * @param goOn commands that have begun, or that a worker has in hand: they are worked to their end
     */
    public record Cancelled(long commands, long toCome, long goOn) {
        /** Of a batch whose rows are all done. */
        public static final Cancelled NOTHING = new Cancelled(0, 0, 0);
    }

    /**
     * What a retry has put back.
     *
     * @param putBack commands that are worked again
     * @param left failed ones for which another try is of no use as they are, or may do twice what can be done once
     */
    public record Retried(long putBack, long left) {
        /** Of a batch of which nothing has failed. */
        public static final Retried NOTHING = new Retried(0, 0);
    }

    /**
     * Cancels what has not begun of a batch that is read or worked. Once more cancels what a worker had in hand before and
     * has not begun. Nothing happens to a batch that is done or whose rows are, or that is not known.
     */
    public Cancelled cancel(String batchId) {
        int cancelled = run("cancel batch " + batchId, handle -> handle.createUpdate(Database.sql("cancel-batch"))
                .bind("batchId", batchId)
                .execute());
        if (cancelled == 0) {
            return Cancelled.NOTHING;
        }
        // Delayed ones first: those that become waiting meanwhile are met then.
        long commands = cancel(batchId, "delayed") + cancel(batchId, "waiting");
        relay.raise();
        return run(
                "count what is left of batch " + batchId,
                handle -> new Cancelled(
                        commands, count(handle, "rows-to-release", batchId), count(handle, "open-commands", batchId)));
    }

    private long cancel(String batchId, String status) {
        long cancelled = 0;
        Cancellation.Step step = new Cancellation.Step(0, 0, true);
        while (step.more()) {
            long after = step.lastRow();
            step = run(
                    "cancel commands of batch " + batchId,
                    handle -> cancellation.cancel(handle, batchId, status, after, MOST_AT_ONCE));
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
    public Retried retry(String batchId) {
        long putBack = 0;
        long left = 0;
        List<CommandToRetry> failed = failed(batchId, 0);
        while (!failed.isEmpty()) {
            for (CommandToRetry command : failed) {
                boolean back = passes(command)
                        && failedCommands.replay(command.commandId()).isEmpty();
                putBack += back ? 1 : 0;
                left += back ? 0 : 1;
            }
            failed = failed(batchId, failed.get(failed.size() - 1).rowNo());
        }
        return new Retried(putBack, left);
    }

    private List<CommandToRetry> failed(String batchId, long after) {
        return run("find failed commands of batch " + batchId, handle -> handle.createQuery(
                        Database.sql("commands-to-retry"))
                .bind("batchId", batchId)
                .bind("after", after)
                .bind("limit", MOST_AT_ONCE)
                .mapTo(CommandToRetry.class)
                .list());
    }

    private boolean passes(CommandToRetry command) {
        boolean codePasses = command.errorCode() != null && passingCodes.contains(command.errorCode());
        if (command.isRefusedLater()) {
            return codePasses;
        }
        boolean inDoubt = command.httpStatus() == null || command.httpStatus() >= 500;
        if (command.kind().showsWhenRepeated() && inDoubt) {
            return false;
        }
        return codePasses || command.isWithoutAnswer() || statusPasses(command.httpStatus());
    }

    private static boolean statusPasses(Integer httpStatus) {
        return httpStatus != null && (httpStatus >= 500 || httpStatus == 408 || httpStatus == 429);
    }

    private <T> T run(String what, Function<Handle, T> work) {
        return LedgerTransaction.run(database, 3, what, work);
    }
}
