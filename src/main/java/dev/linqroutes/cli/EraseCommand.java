package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.command.handle.HandleParser;
import dev.linqroutes.command.handle.Region;
import dev.linqroutes.erase.Erasure;
import dev.linqroutes.erase.ErasurePrinter;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.ledger.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Erases one person from the ledger. */
@Command(
        name = "erase",
        description =
                "Erase one person from the ledger: mask or delete what names the number or address. Lists only what would be done, unless --yes is given. Settings come from the environment, as for run. Exit code 0 if nothing is left or nothing stands against it, else 1.",
        mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {
    private final Map<String, String> overrides;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "HANDLE", description = "Phone number, as people write it, or e-mail address")
    private String given;

    @Option(
            names = "--region",
            paramLabel = "COUNTRY",
            description = "Country of a number without country code, such as US (default: LINQ_REGION)")
    private Optional<String> region = Optional.empty();

    @Option(names = "--yes", description = "Erase, unless work for the person waits")
    private boolean yes;

    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    EraseCommand() {
        this(Map.of());
    }

    /** @param overrides settings by name; they override environment and defaults */
    EraseCommand(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    @Override
    public Integer call() throws Exception {
        try (Application application = Application.startWithoutRoutes(overrides)) {
            Settings settings = new Settings(application.context());
            Optional<String> country =
                    region.isPresent() ? region.map(this::parseRegion) : settings.region("linq.region");
            HandleParser.Handle handle = new HandleParser(country).parse(given);
            handle.problem().ifPresent(problem -> {
                throw invalid("HANDLE " + problem);
            });
            try (Database database = settings.openExistingLedger()) {
                Erasure erasure = new Erasure(
                        database,
                        settings.topics(),
                        settings.text("topics.commands"),
                        Clock.systemUTC(),
                        handle.value(),
                        country,
                        CommandLineAudit.user());
                Erasure.Result result = yes ? erasure.erase() : erasure.plan();
                ErasurePrinter printer = new ErasurePrinter(spec.commandLine().getOut(), places(settings));
                if (json) {
                    printer.printJson(result);
                } else {
                    printer.print(result, handle.value());
                }
                return result.isClean() ? 0 : 1;
            }
        }
    }

    private String parseRegion(String code) {
        return Region.parse(code).orElseThrow(() -> invalid("--region must be a two-letter country code such as US"));
    }

    private ParameterException invalid(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static ErasurePrinter.Places places(Settings settings) {
        List<String> topics = Stream.of(
                        "topics.commands",
                        "topics.dead",
                        "topics.outcomes",
                        "topics.groups",
                        "topics.polls",
                        "topics.audit",
                        "topics.events")
                .map(settings::text)
                .toList();
        Path inbox = Path.of(settings.text("inbox.directory"));
        InboxFolder folder = new InboxFolder(inbox, Clock.systemUTC());
        return new ErasurePrinter.Places(
                Database.redactedUrl(settings.text("ledger.url")),
                Stream.concat(topics.stream(), Stream.of(settings.text("topics.events") + ".*"))
                        .toList(),
                inbox,
                stem -> locate(folder, stem));
    }

    private static Optional<Path> locate(InboxFolder inbox, String stem) {
        try {
            return inbox.locate(stem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
