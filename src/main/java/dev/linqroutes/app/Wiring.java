package dev.linqroutes.app;

import dev.linqroutes.console.ConsoleParts;
import dev.linqroutes.console.ConsoleRoutes;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.media.MediaFolder;
import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.ledger.media.MediaStore;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.subscribe.LineStatusReader;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.trace.CommandTracer;
import dev.linqroutes.trace.OpenTelemetryTracer;
import dev.linqroutes.webhook.server.WebhookResponses;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Makes the beans that the routes name, part by part, and binds them to the registry. */
final class Wiring implements CamelConfiguration {
    private final MeterRegistry metrics;
    private CommandTracer tracer = CommandTracer.OFF;
    private Optional<LedgerBeans> ledger = Optional.empty();
    private Optional<ConsoleParts> consoleParts = Optional.empty();
    private Optional<ConsoleRoutes> console = Optional.empty();

    Wiring(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void configure(CamelContext context) throws IOException {
        Settings settings = new Settings(context);
        // Before anything is opened or made. Camel itself would start without a server whose port is in use.
        settings.required("linq.api.key");
        SettingProblems.requireNone(settings);
        settings.requireFreePort("http.host", "http.port");
        settings.requireFreePort("observe.host", "observe.port");
        Clock clock = Clock.systemUTC();
        Registry beans = context.getRegistry();
        beans.bind("clock", clock);
        beans.bind("errorRetryDelay", settings.duration("error.retry-delay"));
        CircuitBreaker circuitBreaker = LinqBeans.circuitBreaker(settings, clock);
        Optional<String> collector = settings.optional("otel.exporter.otlp.endpoint");
        if (collector.isPresent()) {
            tracer = OpenTelemetryTracer.open(collector.get(), URI.create(settings.apiUrl()), LogFieldsConverter::mask);
        }
        LedgerBeans opened = LedgerBeans.open(beans, settings, circuitBreaker, metrics, tracer, clock);
        ledger = Optional.of(opened);
        MediaFolder mediaFolder = FileBeans.mediaFolder(settings, Path.of(settings.text("inbox.directory")));
        PrepareBeans.bind(beans, settings, mediaFolder);
        beans.bind("mediaStore", new MediaStore(opened.database(), clock, mediaFolder));
        CommandRecords commandRecords = KafkaBeans.bind(context, settings, tracer, clock);
        LinqBeans.bind(beans, settings, opened, circuitBreaker, clock);
        beans.bind(
                "lineStatusReader",
                new LineStatusReader(
                        new LinqApiClient(context, settings.apiUrl(), settings.text("linq.api.key")),
                        settings.lines().size() > 1,
                        clock,
                        opened.lineStates()::record));
        InboxFolder inbox = FileBeans.bind(context, settings, opened, clock);
        consoleParts = Optional.of(ConsoleBeans.bind(context, settings, opened, inbox, circuitBreaker, metrics, clock));
        WebhookResponses webhookResponses = WebhookBeans.bind(context, settings, opened.events(), clock);
        register(
                settings.topics(), settings.lines().keySet(), opened, circuitBreaker, commandRecords, webhookResponses);
        new Metrics(metrics).register(new ComponentHealth(context));
    }

    private void register(
            OutboxTopics topics,
            Set<String> lines,
            LedgerBeans opened,
            CircuitBreaker circuitBreaker,
            CommandRecords commandRecords,
            WebhookResponses webhookResponses) {
        Metrics program = new Metrics(metrics);
        program.register(opened.backlog(), topics);
        program.register(opened.intake());
        program.register(opened.callResults());
        program.register(opened.lines());
        program.register(opened.newConversations());
        // What the lines have done before this start counts, too.
        opened.lines().readAll();
        opened.newConversations().readAll();
        program.register(opened.lineStates(), lines);
        program.register(opened.outbox());
        program.register(opened.events());
        program.register(opened.retention());
        program.register(commandRecords);
        program.register(circuitBreaker);
        program.registerResponses(circuitBreaker);
        program.register(webhookResponses);
    }

    /** Opens the console; after the routes have started, which it uses. */
    void openConsole(CamelContext context) {
        console = consoleParts.map(parts -> ConsoleBeans.start(context, parts, Clock.systemUTC()));
    }

    /** Releases what this process holds in the ledger, and closes it; after the routes have stopped. */
    void close() {
        console.ifPresent(ConsoleRoutes::close);
        consoleParts.ifPresent(ConsoleParts::close);
        ledger.ifPresent(LedgerBeans::close);
        tracer.close();
    }
}
