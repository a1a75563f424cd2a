package dev.linqroutes;

import dev.linqroutes.batch.SentBeginnings;
import dev.linqroutes.check.FileCheck;
import dev.linqroutes.check.FileReview;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.Intake;
import dev.linqroutes.ledger.LedgerException;
import dev.linqroutes.ledger.Preview;
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
final class CheckCommand implements Callable<Integer> {
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
    private int shown;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of the routes (default: ./routes, else built in)")
    private Optional<Path> routes = Optional.empty();

    @Override
    public Integer call() throws Exception {
        try (Application application = Application.preparing(routes)) {
            Settings settings = new Settings(application.context());
            BatchFiles files = new BatchFiles(settings.charset("inbox.fallback-encoding"));
            ProducerTemplate producer = application.context().createProducerTemplate();
            FileCheck.Preparation preparation = rows -> prepared(producer.requestBody("direct:prepare", rows));
            Optional<Database> database = Optional.empty();
            String ledger = "held against the ledger at " + Database.shown(settings.text("ledger.url"));
            try {
                database = Optional.of(settings.existingLedger());
            } catch (LedgerException e) {
                ledger = "not held against what was sent before: " + e.getMessage();
            }
            try {
                FileCheck check = new FileCheck(preparation, database.map(Preview::new), Clock.systemUTC());
                FileReview review = new FileReview(
                        files, check, database.map(BatchStates::new).map(SentBeginnings::new), ledger);
                return review.run(file, spec.commandLine().getOut(), json, shown) ? 0 : 1;
            } finally {
                database.ifPresent(Database::close);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Intake> prepared(Object answer) {
        return (List<Intake>) answer;
    }
}
