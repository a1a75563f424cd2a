package dev.linqroutes.cli;

import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.BatchControl;
import dev.linqroutes.ledger.ops.CommandCanceller;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.trace.CommandTracer;
import io.micrometer.core.instrument.Metrics;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cancels a batch, or retries its failed rows. */
@Command(
        name = "batch",
        description =
                "Cancel an imported file, or retry its failed rows. Settings come from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class BatchCommand {

    @Spec
    private CommandSpec spec;

    @Command(
            name = "cancel",
            description = "Cancel all commands of a file that have not started. Each cancelled row gets an outcome.",
            mixinStandardHelpOptions = true)
    int cancel(
            @Parameters(paramLabel = "BATCH", description = BatchArgument.DESCRIPTION) String batch,
            @Mixin ReasonOption reason)
            throws Exception {
        return runFor(batch, (ledger, state) -> {
            String batchId = state.batch().batchId();
            if (state.status() == BatchStatus.DONE) {
                return batchId + ": already done, nothing to cancel";
            }
            AuditLog audit = ledger.audit();
            AuditLog.Entry begun = audit.begin(action(ActionType.CANCEL_BATCH, state, reason));
            BatchControl.CancelResult cancelled = control(ledger).cancel(batchId);
            long rows = cancelled.commands() + cancelled.unreleasedRows();
            audit.complete(begun, rows, cancelled.inProgress() + " already in progress");
            if (cancelled.equals(BatchControl.CancelResult.NOTHING)) {
                return batchId + ": all rows are done, nothing to cancel";
            }
            return String.format(
                    Locale.ROOT,
                    "%s: commands cancelled: %,d; already in progress, will complete: %,d",
                    batchId,
                    rows,
                    cancelled.inProgress());
        });
    }

    @Command(
            name = "retry",
            description =
                    "Retry the rows that failed for a transient reason: no response, rate limit, server error. The results file is rewritten when they are done.",
            mixinStandardHelpOptions = true)
    int retry(
            @Parameters(paramLabel = "BATCH", description = BatchArgument.DESCRIPTION) String batch,
            @Mixin ReasonOption reason)
            throws Exception {
        return runFor(batch, (ledger, state) -> {
            String batchId = state.batch().batchId();
            AuditLog audit = ledger.audit();
            AuditLog.Entry begun = audit.begin(action(ActionType.RETRY_BATCH, state, reason));
            BatchControl.RetryResult retried = control(ledger).retry(batchId);
            audit.complete(begun, retried.requeued(), retried.notRetryable() + " not retryable");
            if (retried.equals(BatchControl.RetryResult.NOTHING)) {
                return batchId + ": no failed rows, nothing to retry";
            }
            return String.format(
                    Locale.ROOT,
                    "%s: failed commands retried: %,d; not retried, since they would fail again or might be executed twice: %,d (see the results file)",
                    batchId,
                    retried.requeued(),
                    retried.notRetryable());
        });
    }

    private int runFor(String name, BiFunction<LedgerSession, BatchState, String> action) throws Exception {
        try (LedgerSession ledger = LedgerSession.open()) {
            PrintWriter out = spec.commandLine().getOut();
            Optional<BatchState> found = new BatchStateReader(ledger.database()).find(name);
            out.println(found.map(state -> action.apply(ledger, state))
                    .orElseGet(() -> BatchArgument.describeNotFound(name)));
            out.flush();
            return found.isPresent() ? 0 : 1;
        }
    }

    private static Action action(ActionType type, BatchState state, ReasonOption reason) {
        return CommandLineAudit.action(
                type, state.batch().file() + " " + state.batch().batchId(), reason.text());
    }

    private static BatchControl control(LedgerSession ledger) {
        Clock clock = Clock.systemUTC();
        // This process publishes neither metrics nor traces.
        OutcomeMapper outcomes =
                new OutcomeMapper(ledger.settings().topics().outcomes(), Metrics.globalRegistry, CommandTracer.OFF);
        return new BatchControl(
                ledger.database(),
                new CommandCanceller(outcomes, clock),
                new FailedCommands(ledger.database(), clock),
                ResponseInterpreter.transientCodes(),
                // No local relay to wake: the running integration polls the outbox.
                new Wakeup());
    }
}
