package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.files.check.FileChecker;
import dev.linqroutes.files.check.RowChecker;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.SentPrefixFinder;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.model.IntakeDecision;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.ProducerTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what would become of a file, without sending anything. */
@Command(
        name = "check",
        description =
                "Tell what would become of a CSV or JSONL file, and send nothing. Settings come from the environment,"
                        + " as for run. Exit code 0 only if every row is good.",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "With NAME.properties beside it, if it is to come with that")
    private Path file;

    @Option(names = "--json", description = "One JSON object, with every warning")
    private boolean json;

    @Option(
            names = "--show",
            paramLabel = "ROWS",
            defaultValue = "3",
            description = "For so many rows tell what would be sent (default: ${DEFAULT-VALUE})")
    private int shownRows;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of the routes (default: ./routes, else built in)")
    private Optional<Path> routes = Optional.empty();

    @Override
    public Integer call() throws Exception {
        try (Application application = Application.startForCheck(routes)) {
            Settings settings = new Settings(application.context());
            BatchFileOpener files = new BatchFileOpener(settings.charset("inbox.fallback-encoding"));
            ProducerTemplate producer = application.context().createProducerTemplate();
            RowChecker.RowPreparation preparation = rows -> prepared(producer.requestBody("direct:prepare", rows));
            Optional<Database> database = Optional.empty();
            String ledger = "held against the ledger at " + Database.redactedUrl(settings.text("ledger.url"));
            try {
                database = Optional.of(settings.openExistingLedger());
            } catch (LedgerException e) {
                ledger = "not held against what was sent before: " + e.getMessage();
            }
            try {
                RowChecker check = new RowChecker(preparation, database.map(DryRun::new), Clock.systemUTC());
                FileChecker review = new FileChecker(
                        files, check, database.map(BatchStateReader::new).map(SentPrefixFinder::new), ledger);
                return review.check(file, spec.commandLine().getOut(), json, shownRows) ? 0 : 1;
            } finally {
                database.ifPresent(Database::close);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<IntakeDecision> prepared(Object answer) {
        return (List<IntakeDecision>) answer;
    }
}
