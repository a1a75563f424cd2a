package dev.linqroutes;

import dev.linqroutes.ledger.BatchControl;
import dev.linqroutes.ledger.BatchState;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.FailedCommands;
import dev.linqroutes.ledger.WorkSignal;
import dev.linqroutes.linq.Answers;
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
final class BatchCommand {
    private static final String BATCH = "Its id, or how it begins (8 characters), or the name of its file";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "cancel",
            description =
                    "Send nothing more of a file: whatever has not started is cancelled, each row with an outcome.",
            mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "BATCH", description = BATCH) String batch) throws Exception {
        return with(batch, (control, state) -> {
            String batchId = state.batch().batchId();
            if (state.status().equals("done")) {
                return batchId + ": is done, there is nothing to cancel";
            }
            BatchControl.Cancelled cancelled = control.cancel(batchId);
            if (cancelled.equals(BatchControl.Cancelled.NOTHING)) {
                return batchId + ": all its rows are done, there is nothing to cancel";
            }
            return String.format(
                    Locale.ROOT,
                    "%s: %,d commands are cancelled, %,d have begun and go on",
                    batchId,
                    cancelled.commands() + cancelled.toCome(),
                    cancelled.goOn());
        });
    }

    @Command(
            name = "retry",
            description =
                    "Try again the rows that failed for reasons that pass: no answer, too many requests, an error of"
                            + " Linq's own. The results are written anew when they are done.",
            mixinStandardHelpOptions = true)
    int retry(@Parameters(paramLabel = "BATCH", description = BATCH) String batch) throws Exception {
        return with(batch, (control, state) -> {
            String batchId = state.batch().batchId();
            BatchControl.Retried retried = control.retry(batchId);
            if (retried.equals(BatchControl.Retried.NOTHING)) {
                return batchId + ": no row of it is failed, there is nothing to try again";
            }
            return String.format(
                    Locale.ROOT,
                    "%s: %,d failed commands are tried again; %,d would fail again as they are, or do twice what may be done:"
                            + " the results say why each failed",
                    batchId,
                    retried.putBack(),
                    retried.left());
        });
    }

    private int with(String name, BiFunction<BatchControl, BatchState, String> action) throws Exception {
        try (Application application = Application.withoutRoutes()) {
            Settings settings = new Settings(application.context());
            try (Database database = settings.existingLedger()) {
                PrintWriter out = spec.commandLine().getOut();
                Optional<BatchState> found = new BatchStates(database).find(name);
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
                Answers.passingCodes(),
                // Whoever relays looks by itself now and then.
                new WorkSignal());
    }
}
