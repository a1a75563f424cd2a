package dev.linqroutes;

import dev.linqroutes.batch.BatchReading;
import dev.linqroutes.batch.OpenFiles;
import dev.linqroutes.batch.Parts;
import dev.linqroutes.batch.Progress;
import dev.linqroutes.batch.ResultsWriter;
import dev.linqroutes.batch.SettledBatches;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.CommandReader;
import dev.linqroutes.command.Enrichment;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.InboxFolder;
import dev.linqroutes.csv.SettledFiles;
import dev.linqroutes.csv.TakenFiles;
import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.kafka.DeduplicationWindow;
import dev.linqroutes.kafka.EventTopics;
import dev.linqroutes.kafka.ExistingTopics;
import dev.linqroutes.kafka.LoneRecords;
import dev.linqroutes.kafka.OutgoingRecords;
import dev.linqroutes.kafka.TopicIds;
import dev.linqroutes.ledger.Acceptance;
import dev.linqroutes.ledger.Backlog;
import dev.linqroutes.ledger.BatchIntake;
import dev.linqroutes.ledger.BatchLease;
import dev.linqroutes.ledger.BatchRelease;
import dev.linqroutes.ledger.BatchResults;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.Chats;
import dev.linqroutes.ledger.Confirmations;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.DelayedCommands;
import dev.linqroutes.ledger.Events;
import dev.linqroutes.ledger.IntakeAttempts;
import dev.linqroutes.ledger.LedgerHealth;
import dev.linqroutes.ledger.Lines;
import dev.linqroutes.ledger.Mailboxes;
import dev.linqroutes.ledger.Outbox;
import dev.linqroutes.ledger.Results;
import dev.linqroutes.ledger.Retention;
import dev.linqroutes.ledger.Settlement;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import dev.linqroutes.linq.Answers;
import dev.linqroutes.linq.Backoff;
import dev.linqroutes.linq.Calls;
import dev.linqroutes.linq.Evidence;
import dev.linqroutes.linq.Gate;
import dev.linqroutes.linq.Inquiries;
import dev.linqroutes.linq.LinqHealth;
import dev.linqroutes.linq.Turns;
import dev.linqroutes.plan.IntakeMaker;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.webhook.EventIntake;
import dev.linqroutes.webhook.WebhookAnswers;
import dev.linqroutes.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.Registry;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Makes the beans that the routes name, each by its job. */
public final class Wiring implements CamelConfiguration {
    /** Above what a batch may take to be acknowledged: see the timeouts in relay-outbox and the look for its topics. */
    private static final Duration RELAY_LEASE = Duration.ofSeconds(25);

    @Override
    public void configure(CamelContext context) throws IOException {
        Settings settings = new Settings(context);
        // Camel goes on without its servers when they cannot listen.
        settings.requireFree("http.host", "http.port");
        settings.requireFree("observe.host", "observe.port");
        Clock clock = Clock.systemUTC();
        Registry beans = context.getRegistry();
        beans.bind("errorRetryDelay", settings.duration("error.retry-delay"));
        Gate gate = new Gate(
                clock,
                settings.duration("linq.circuit-breaker.probe-interval"),
                longestCall(settings),
                settings.number("linq.circuit-breaker.failure-threshold"));
        intake(beans, context, settings);
        ledger(beans, settings, gate, clock);
        linq(beans, settings, gate, clock);
        batches(context, settings, clock);
        Metrics metrics =
                new Metrics(beans.lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class));
        metrics.watch(beans.lookupByNameAndType("backlog", Backlog.class));
        metrics.watch(beans.lookupByNameAndType("lines", Lines.class));
        metrics.watch(beans.lookupByNameAndType("outbox", Outbox.class));
        metrics.watch(beans.lookupByNameAndType("commandRecords", CommandRecords.class));
        metrics.watch(gate);
        metrics.watchAnswers(gate);
        metrics.watch(beans.lookupByNameAndType("retention", Retention.class));
        webhooks(context, settings, clock, metrics);
        EventTopics eventTopics =
                EventTopics.of(settings.text("topics.events"), settings.list("topics.events.by-type"));
        beans.bind("outgoingRecords", new OutgoingRecords(context, eventTopics));
        beans.bind(
                "deduplicationWindow",
                new DeduplicationWindow(
                        () -> clientProperties(context),
                        settings.text("topics.commands"),
                        settings.duration("ledger.retention")));
        beans.bind("existingTopics", new ExistingTopics(() -> clientProperties(context), clock));
        beans.bind("onlyOwnHeaders", OutgoingRecords.onlyOwnHeaders());
    }

    private static void webhooks(CamelContext context, Settings settings, Clock clock, Metrics metrics) {
        Registry beans = context.getRegistry();
        Events events = beans.lookupByNameAndType("events", Events.class);
        WebhookAnswers answers = new WebhookAnswers();
        metrics.watch(answers);
        metrics.watch(events);
        beans.bind(
                "webhooks",
                new Webhooks(settings.list("linq.webhook.secret"), settings.flag("linq.webhook.legacy"), clock));
        beans.bind("webhookAnswers", answers);
        beans.bind(
                "eventIntake",
                new EventIntake(
                        events::store,
                        events::longestWait,
                        settings.duration("linq.webhook.max-queue-time"),
                        context.getExecutorServiceManager().newSingleThreadExecutor(answers, "webhook-answers")));
    }

    private static void intake(Registry beans, CamelContext context, Settings settings) {
        beans.bind(
                "commandRecords",
                new CommandRecords(new TopicIds(() -> clientProperties(context)), settings.number("kafka.batch-size")));
        preparation(beans, settings);
    }

    private static void batches(CamelContext context, Settings settings, Clock clock) throws IOException {
        Registry beans = context.getRegistry();
        Database database = beans.lookupByNameAndType("database", Database.class);
        BatchIntake intake = beans.lookupByNameAndType("batchIntake", BatchIntake.class);
        BatchStates states = new BatchStates(database);
        InboxFolder inbox = new InboxFolder(Path.of(settings.text("inbox.directory")), Clock.systemDefaultZone());
        inbox.tidy();
        OpenFiles files = new OpenFiles(new BatchFiles(settings.charset("inbox.fallback-encoding")));
        SettledBatches settled = new SettledBatches(files, states);
        beans.bind("inboxFolder", inbox);
        beans.bind(
                "settledFiles",
                new SettledFiles(
                        settings.duration("inbox.settle-time"), settings.duration("inbox.fill-timeout"), clock));
        beans.bind("unreadFiles", files.unread(new TakenFiles(clock)));
        beans.bind("batchReading", new BatchReading(files, inbox, intake, states));
        beans.bind(
                "rowReaders",
                context.getExecutorServiceManager()
                        .newFixedThreadPool(
                                intake, "read-rows", Runtime.getRuntime().availableProcessors()));
        beans.bind("parts", new Parts());
        beans.bind("batchStates", states);
        beans.bind("settledBatches", settled);
        beans.bind("batchProgress", new Progress(states, files, clock, settings.duration("inbox.progress-interval")));
        beans.bind(
                "resultsWriter",
                new ResultsWriter(
                        files,
                        inbox,
                        new BatchResults(database),
                        beans.lookupByNameAndType("batchLease", BatchLease.class)));
    }

    /** What the route named prepare needs. */
    static void preparation(Registry beans, Settings settings) {
        beans.bind("commandJson", CommandJson.MAPPER);
        beans.bind("commands", new CommandReader());
        beans.bind("enrichment", new Enrichment(settings.line("linq.from"), settings.region("linq.region")));
        beans.bind("plan", new Planner(settings.optional("linq.opening-text")));
        beans.bind("intake", new IntakeMaker());
        beans.bind("listOfBodies", new GroupedBodyAggregationStrategy());
    }

    /** As the consumer connects, security included. */
    static Properties clientProperties(CamelContext context) {
        KafkaConfiguration kafka =
                context.getComponent("kafka", KafkaComponent.class).getConfiguration();
        Properties properties = kafka.createConsumerProperties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBrokers());
        return properties;
    }

    private static void ledger(Registry beans, Settings settings, Gate gate, Clock clock) {
        Database database = Database.open(
                settings.text("ledger.url"),
                settings.text("ledger.user"),
                settings.text("ledger.password"),
                settings.number("ledger.connections"));
        Topics topics = settings.topics();
        WorkSignal work = new WorkSignal();
        WorkSignal relay = new WorkSignal();
        WorkSignal signals = new WorkSignal();
        boolean confirm = settings.flag("linq.confirm");
        Settlement settlement = new Settlement(
                topics,
                new Settlement.Settings(
                        confirm,
                        settings.duration("linq.confirm.deadline"),
                        confirm && settings.flag("linq.confirm.publish-accepted")));
        Chats chats = new Chats(database, topics, clock, relay);
        Lines lines = new Lines(
                clock, settings.number("linq.line.warn-per-day"), settings.optionalNumber("linq.line.max-per-day"));
        int workers = settings.number("linq.workers");
        Mailboxes.Settings inHand = new Mailboxes.Settings(
                // The more, so that no worker waits for a claim while results are being recorded.
                workers + Math.max(1, workers / 4),
                settings.duration("linq.lease"),
                longestCall(settings),
                settings.duration("linq.poll-interval"),
                settings.number("linq.messages-per-minute"),
                settings.duration("linq.rename.poll-after"),
                settings.duration("linq.retry.max-transition"));
        beans.bind("database", database);
        beans.bind("backlog", new Backlog(database, clock));
        beans.bind("lines", lines);
        beans.bind("ledgerHealth", new LedgerHealth(database));
        beans.bind("delayedCommands", new DelayedCommands(database, clock, work));
        beans.bind("loneRecords", new LoneRecords(new IntakeAttempts(database, clock)));
        beans.bind("ledger", new Acceptance(database, topics, clock, work, relay));
        Mailboxes mailboxes = new Mailboxes(database, clock, work, gate, lines, inHand);
        beans.bind("mailboxes", mailboxes);
        beans.bind("results", new Results(database, mailboxes, clock, lines, settlement, chats, relay));
        beans.bind("chats", chats);
        beans.bind("events", new Events(database, topics, clock, lines, chats, confirm, relay, signals));
        beans.bind(
                "confirmations", new Confirmations(database, clock, longestCall(settings), settlement, signals, relay));
        beans.bind(
                "retention",
                new Retention(
                        database,
                        topics,
                        clock,
                        new Retention.Periods(
                                settings.duration("ledger.retention"),
                                settings.duration("ledger.retention.failed"),
                                settings.duration("linq.webhook.dedup-window"))));
        beans.bind(
                "outbox",
                new Outbox(database, clock, relay, RELAY_LEASE, settings.number("outbox.batch-size"), topics.groups()));
        Duration lease = settings.duration("linq.lease");
        WorkSignal released = new WorkSignal();
        beans.bind("batchIntake", new BatchIntake(database, topics, clock, lease, released, relay));
        beans.bind(
                "batchRelease",
                new BatchRelease(database, clock, released, lease, settings.number("inbox.max-in-flight-rows")));
        beans.bind("batchLease", new BatchLease(database, topics, clock, lease, relay));
    }

    private static Duration longestCall(Settings settings) {
        return settings.duration("linq.connect-timeout")
                .multipliedBy(2)
                .plus(settings.duration("linq.response-timeout"));
    }

    private static void linq(Registry beans, Settings settings, Gate gate, Clock clock) {
        Backoff backoff = new Backoff(
                settings.duration("linq.retry.initial-delay"),
                settings.duration("linq.retry.max-delay"),
                settings.duration("linq.retry.max-elapsed"),
                settings.duration("linq.retry.max-transition"),
                () -> ThreadLocalRandom.current().nextDouble());
        Calls calls = new Calls(settings.required("linq.api.key"), clock);
        beans.bind("linqHealth", new LinqHealth(gate));
        beans.bind("calls", calls);
        beans.bind("turns", new Turns(calls, clock));
        beans.bind("answers", new Answers(backoff, gate, clock));
        beans.bind(
                "inquiries",
                new Inquiries(
                        beans.lookupByNameAndType("confirmations", Confirmations.class),
                        beans.lookupByNameAndType("chats", Chats.class),
                        calls,
                        gate,
                        new Evidence(
                                clock,
                                settings.duration("linq.confirm.deadline"),
                                settings.duration("linq.confirm.timeout"),
                                settings.duration("linq.retry.max-elapsed"))));
    }
}
