package dev.linqroutes.cli;

import dev.linqroutes.files.imports.ImportProgress;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the progress of imported files. */
@Command(
        name = "status",
        description = "Print the progress of imported files. Settings come from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final int MAX_BATCHES = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "BATCH",
            description = BatchArgument.DESCRIPTION + " (default: the newest batches)")
    private Optional<String> batch = Optional.empty();

    @Override
    public Integer call() throws Exception {
        try (LedgerSession ledger = LedgerSession.open()) {
            PrintWriter out = spec.commandLine().getOut();
            BatchStateReader states = new BatchStateReader(ledger.database());
            List<BatchState> found = batch.map(
                            name -> states.find(name).stream().toList())
                    .orElseGet(() -> states.findNewest(MAX_BATCHES));
            found.forEach(state -> out.println(ImportProgress.describe(state)));
            if (found.isEmpty()) {
                out.println(batch.map(BatchArgument::describeNotFound).orElse("no batch in the ledger"));
            }
            out.flush();
            return found.isEmpty() && batch.isPresent() ? 1 : 0;
        }
    }
}
