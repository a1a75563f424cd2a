package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.ops.BatchControl;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.linq.ResponseInterpreter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a batch, or tries again what failed in it. */
@Command(
        name = "batch",
        description =
                "Stop an imported file, or try again what failed in it. Settings come from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class BatchCommand {
    private static final String BATCH_DESCRIPTION = "Its id, or how it begins (8 characters), or the name of its file";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "cancel",
            description =
                    "Send nothing more of a file: whatever has not started is cancelled, each row with an outcome.",
            mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "BATCH", description = BATCH_DESCRIPTION) String batch) throws Exception {
        return runFor(batch, (control, state) -> {
            String batchId = state.batch().batchId();
            if (state.status() == BatchStatus.DONE) {
                return batchId + ": is done, there is nothing to cancel";
            }
            BatchControl.CancelResult cancelled = control.cancel(batchId);
            if (cancelled.equals(BatchControl.CancelResult.NOTHING)) {
                return batchId + ": all its rows are done, there is nothing to cancel";
            }
            return String.format(
                    Locale.ROOT,
                    "%s: %,d commands are cancelled, %,d have begun and go on",
                    batchId,
                    cancelled.commands() + cancelled.unreleasedRows(),
                    cancelled.inProgress());
        });
    }

    @Command(
            name = "retry",
            description =
                    "Try again the rows that failed for reasons that pass: no answer, too many requests, an error of"
                            + " Linq's own. The results are written anew when they are done.",
            mixinStandardHelpOptions = true)
    int retry(@Parameters(paramLabel = "BATCH", description = BATCH_DESCRIPTION) String batch) throws Exception {
        return runFor(batch, (control, state) -> {
            String batchId = state.batch().batchId();
            BatchControl.RetryResult retried = control.retry(batchId);
            if (retried.equals(BatchControl.RetryResult.NOTHING)) {
                return batchId + ": no row of it is failed, there is nothing to try again";
            }
            return String.format(
                    Locale.ROOT,
                    "%s: %,d failed commands are tried again; %,d would fail again as they are, or do twice what may be done:"
                            + " the results say why each failed",
                    batchId,
                    retried.requeued(),
                    retried.notRetryable());
        });
    }

    private int runFor(String name, BiFunction<BatchControl, BatchState, String> action) throws Exception {
        try (Application application = Application.startWithoutRoutes()) {
            Settings settings = new Settings(application.context());
            try (Database database = settings.openExistingLedger()) {
                PrintWriter out = spec.commandLine().getOut();
                Optional<BatchState> found = new BatchStateReader(database).find(name);
                out.println(found.map(state -> action.apply(control(database, settings), state))
                        .orElse("no batch \"" + name
                                + "\" in the ledger, or several that begin so (give its file's name, or 8 characters of its id"
                                + " or more); status shows them"));
                out.flush();
                return found.isPresent() ? 0 : 1;
            }
        }
    }

    private static BatchControl control(Database database, Settings settings) {
        Clock clock = Clock.systemUTC();
        return new BatchControl(
                database,
                settings.topics(),
                clock,
                new FailedCommands(database, clock),
                ResponseInterpreter.transientCodes(),
                // Whoever relays looks by itself now and then.
                new Wakeup());
    }
}
