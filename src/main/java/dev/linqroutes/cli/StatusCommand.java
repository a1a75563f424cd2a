package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.files.imports.ImportProgress;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.db.Database;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how far batches are. */
@Command(
        name = "status",
        description = "Tell how far the imported files are. Settings come from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final int MAX_BATCHES = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "BATCH",
            description = "Id of a batch, or the beginning of it, or the name of its file (default: the latest ones)")
    private Optional<String> batch = Optional.empty();

    @Override
    public Integer call() throws Exception {
        try (Application application = Application.startWithoutRoutes();
                Database database = new Settings(application.context()).openExistingLedger()) {
            PrintWriter out = spec.commandLine().getOut();
            BatchStateReader states = new BatchStateReader(database);
            List<BatchState> found = batch.map(
                            name -> states.find(name).stream().toList())
                    .orElseGet(() -> states.findNewest(MAX_BATCHES));
            found.forEach(state -> out.println(ImportProgress.describe(state)));
            if (found.isEmpty()) {
                out.println(batch.map(name -> "no batch \"" + name + "\" in the ledger, or several that begin so"
                                + " (give its file's name, or 8 characters of its id or more)")
                        .orElse("no batch in the ledger"));
            }
            out.flush();
            return found.isEmpty() && batch.isPresent() ? 1 : 0;
        }
    }
}
