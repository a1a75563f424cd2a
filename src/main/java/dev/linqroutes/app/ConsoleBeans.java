package dev.linqroutes.app;

import dev.linqroutes.console.AccessRules;
import dev.linqroutes.console.ConsoleParts;
import dev.linqroutes.console.ConsoleRoutes;
import dev.linqroutes.console.DraftSender;
import dev.linqroutes.files.check.FileChecker;
import dev.linqroutes.files.check.RowChecker;
import dev.linqroutes.files.check.RowChecker.RowPreparation;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.SentPrefixFinder;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.kafka.DeadLetterReader;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.intake.ReferenceWaits;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.mailbox.NextCallReader;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.BatchControl;
import dev.linqroutes.ledger.ops.CommandCanceller;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.ledger.ops.Instances;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters;
import dev.linqroutes.ledger.ops.WaitingCommands;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.subscribe.LinqApiClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Makes the console, and what the route send-sheets names. */
final class ConsoleBeans {
    /** Of a read for the console, as a whole: a person waits for it. */
    private static final Duration DEAD_LETTER_TIMEOUT = Duration.ofSeconds(10);

    private ConsoleBeans() {}

    /**
     * @return what the console needs once the routes run
     * @throws IOException if there is no place for temporary files
     */
    static ConsoleParts bind(
            CamelContext context,
            Settings settings,
            LedgerBeans ledger,
            InboxFolder inbox,
            CircuitBreaker circuitBreaker,
            MeterRegistry metrics,
            Clock clock)
            throws IOException {
        Drafts drafts = new Drafts(ledger.database(), clock);
        context.getRegistry().bind("draftSender", new DraftSender(drafts, inbox));
        BatchFileOpener opener = new BatchFileOpener(settings.charset("inbox.fallback-encoding"));
        RowPreparation preparation = RowPreparations.byRoute(context);
        DryRun dryRun = new DryRun(ledger.database(), clock);
        Supplier<LineChooser> lines = () -> ledger.linePool().chooser(ledger.database(), clock.instant());
        RowChecker rows = new RowChecker(preparation, Optional.of(dryRun), lines, clock);
        FileChecker checker = new FileChecker(
                opener,
                rows,
                Optional.of(new SentPrefixFinder(ledger.batchStates())),
                "compared with everything that was imported before",
                settings.newConversationLimits(),
                Optional.of(ledger.newConversations()));
        FailedCommands failedCommands = new FailedCommands(ledger.database(), clock);
        CommandCanceller canceller = new CommandCanceller(ledger.outcomes(), clock);
        BatchControl batchControl = new BatchControl(
                ledger.database(),
                canceller,
                failedCommands,
                ResponseInterpreter.transientCodes(),
                ledger.relayWakeup());
        return new ConsoleParts(
                context,
                new ConsoleParts.Ledger(
                        drafts,
                        ledger.batchStates(),
                        batchControl,
                        ledger.backlog(),
                        ledger.lines(),
                        ledger.newConversations(),
                        ledger.lineStates(),
                        ledger.pauses(),
                        new GroupReader(ledger.database()),
                        new NextCallReader(
                                ledger.database(),
                                clock,
                                settings.duration("linq.confirm.deadline"),
                                settings.duration("linq.confirm.timeout"),
                                settings.duration("linq.reference.timeout")),
                        new ReferenceWaits(ledger.database(), clock, settings.duration("linq.reference.timeout")),
                        failedCommands,
                        new WaitingCommands(ledger.database(), canceller, ledger.relayWakeup()),
                        new ReplayedDeadLetters(
                                ledger.database(), settings.text("topics.commands"), clock, ledger.relayWakeup()),
                        new AuditLog(ledger.database(), settings.topics(), clock),
                        new Instances(ledger.database(), self(clock))),
                new ConsoleParts.Files(opener, checker, rows, inbox),
                new ConsoleParts.DeadLetters(
                        () -> new DeadLetterReader(
                                KafkaBeans.clientProperties(context),
                                settings.text("topics.dead"),
                                DEAD_LETTER_TIMEOUT),
                        preparation,
                        dryRun,
                        lines),
                new ConsoleParts.Limits(
                        settings.lines().keySet().stream().findFirst(),
                        settings.number("linq.workers"),
                        settings.number("linq.messages-per-minute"),
                        settings.number("linq.line.warn-per-day"),
                        settings.optionalNumber("linq.line.max-per-day"),
                        settings.newConversationLimits()),
                new ConsoleParts.Linq(
                        new LinqApiClient(context, settings.apiUrl(), settings.text("linq.api.key")), circuitBreaker),
                metrics,
                clock);
    }

    private static Instances.Self self(Clock clock) {
        String version = ConsoleBeans.class.getPackage().getImplementationVersion();
        return new Instances.Self(hostName(), version == null ? "(not packaged)" : version, clock.instant());
    }

    /** As the shell or the container names it; only without such a name the network is asked. */
    private static String hostName() {
        return Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(System.getenv()::get)
                .filter(name -> name != null && !name.isBlank())
                .findFirst()
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "(unknown)";
                    }
                });
    }

    static AccessRules accessRules(Settings settings) {
        return new AccessRules(
                AccessRules.isLoopback(settings.text("observe.host")),
                settings.optional("console.token"),
                settings.optional("console.view-token"),
                settings.optional("console.user-header"),
                Set.copyOf(settings.list("console.operators")));
    }

    /** Adds the console to the server of health and metrics, which has started. */
    static ConsoleRoutes start(CamelContext context, ConsoleParts parts, Clock clock) {
        Settings settings = new Settings(context);
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(
                context, VertxPlatformHttpRouter.getRouterNameFromPort(settings.port("observe.port")));
        return ConsoleRoutes.addTo(router, router.vertx(), accessRules(settings), parts, clock);
    }
}
