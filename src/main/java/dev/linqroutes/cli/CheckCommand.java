package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.RowPreparations;
import dev.linqroutes.app.Settings;
import dev.linqroutes.app.Shutdown;
import dev.linqroutes.capability.CapabilityInquiry;
import dev.linqroutes.files.check.FileChecker;
import dev.linqroutes.files.check.LinqInquiry;
import dev.linqroutes.files.check.MediaSizeInquiry;
import dev.linqroutes.files.check.RowChecker;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.SentPrefixFinder;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.mailbox.LinePool;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.remotefiles.RemoteFileSizes;
import dev.linqroutes.sandbox.api.PublicAddress;
import dev.linqroutes.subscribe.LinqApiClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a file as an import would read it, without sending anything. */
@Command(
        name = "check",
        description =
                "Check a CSV or JSONL file without sending anything. Settings come from the environment, as for run. Exit code 0 only if every row is valid.",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    private static final Clock CLOCK = Clock.systemUTC();

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The file; its NAME.properties is read from the same folder if it exists")
    private Path file;

    @Option(names = "--json", description = "Print one JSON object with all warnings")
    private boolean json;

    @Option(
            names = "--show",
            paramLabel = "ROWS",
            defaultValue = "3",
            description = "Number of rows for which to print the calls (default: ${DEFAULT-VALUE})")
    private int shownRows;

    @Option(
            names = "--capability",
            description =
                    "Ask Linq whether the lines belong to the API key and have a contact card, and who of at most 100 people has no iMessage; takes 10 s for each")
    private boolean capability;

    @Option(
            names = "--media",
            description =
                    "Ask the servers of at most 100 addresses of media whether the files are larger than Linq downloads; nothing is downloaded; takes at most 10 s for each")
    private boolean media;

    @Mixin
    private RoutesOption routes;

    @Override
    public Integer call() throws Exception {
        if (!media) {
            return check(Optional.empty());
        }
        try (RemoteFileSizes sizes = new RemoteFileSizes(PublicAddress::isPublic)) {
            return check(Optional.of(url -> {
                printProgress("asking how large " + url + " is");
                return sizes.ask(url);
            }));
        }
    }

    private int check(Optional<MediaSizeInquiry> mediaSizes) throws Exception {
        try (Application application = Application.startForCheck(routes.folder(), file)) {
            Settings settings = new Settings(application.context());
            BatchFileOpener files = new BatchFileOpener(settings.charset("inbox.fallback-encoding"));
            Optional<Database> database = Optional.empty();
            String ledgerDescription =
                    "compared with the ledger at " + Database.redactedUrl(settings.text("ledger.url"));
            try {
                database = Optional.of(settings.openExistingLedger());
            } catch (LedgerException e) {
                ledgerDescription = "not compared with earlier imports: " + e.getMessage();
            }
            try {
                RowChecker rowChecker = new RowChecker(
                        RowPreparations.byRoute(application.context()),
                        database.map(ledger -> new DryRun(ledger, CLOCK)),
                        lines(settings, database),
                        CLOCK);
                FileChecker fileChecker = new FileChecker(
                        files,
                        rowChecker,
                        database.map(BatchStateReader::new).map(SentPrefixFinder::new),
                        ledgerDescription,
                        settings.newConversationLimits(),
                        database.map(ledger -> settings.newConversations(ledger, CLOCK)));
                return fileChecker.check(
                                file,
                                spec.commandLine().getOut(),
                                json,
                                shownRows,
                                new FileChecker.Inquiries(
                                        capability ? Optional.of(inquiry(application, settings)) : Optional.empty(),
                                        mediaSizes))
                        ? 0
                        : 1;
            } finally {
                database.ifPresent(Database::close);
            }
        }
    }

    /** As the ledger has used them; without a ledger as if they had not been used. */
    private static Supplier<LineChooser> lines(Settings settings, Optional<Database> ledger) {
        if (ledger.isEmpty()) {
            return () -> LineChooser.ofUnusedLines(settings.lines());
        }
        Database database = ledger.get();
        LinePool pool = new LinePool(
                settings.lines(),
                settings.newConversations(database, CLOCK),
                settings.lineQuota(database, CLOCK),
                new LineStates(database, CLOCK, settings.lines().keySet()));
        return () -> pool.chooser(database, CLOCK.instant());
    }

    private LinqInquiry inquiry(Application application, Settings settings) {
        LinqApiClient linq =
                new LinqApiClient(application.context(), settings.apiUrl(), settings.required("linq.api.key"));
        return subjects -> {
            CountDownLatch stopped = new CountDownLatch(1);
            try (Shutdown signal = Shutdown.onSignal(stopped::countDown)) {
                return new CapabilityInquiry(
                                linq,
                                settings.lines().keySet(),
                                time -> !stopped.await(time.toMillis(), TimeUnit.MILLISECONDS),
                                this::printProgress)
                        .ask(subjects);
            }
        };
    }

    private void printProgress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
