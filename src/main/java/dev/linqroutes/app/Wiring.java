package dev.linqroutes.app;

import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.CommandReader;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.BatchPartCodec;
import dev.linqroutes.files.imports.ImportProgress;
import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.imports.ImportSessions;
import dev.linqroutes.files.inbox.ClaimedFileFilter;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.inbox.StableFileFilter;
import dev.linqroutes.files.results.CompletedBatchFilter;
import dev.linqroutes.files.results.ResultsWriter;
import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.kafka.DeduplicationWindowCheck;
import dev.linqroutes.kafka.EventTopics;
import dev.linqroutes.kafka.OutboxMessageMapper;
import dev.linqroutes.kafka.PoisonPillDetector;
import dev.linqroutes.kafka.TopicExistenceCheck;
import dev.linqroutes.kafka.TopicIds;
import dev.linqroutes.ledger.batch.BatchPartReleaser;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.batch.ResultsLease;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.EventRecorder;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerHealthCheck;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.intake.DelayedCommands;
import dev.linqroutes.ledger.intake.IntakeAttemptRecorder;
import dev.linqroutes.ledger.mailbox.CallResultRecorder;
import dev.linqroutes.ledger.mailbox.LeasedMailboxes;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.ops.Backlog;
import dev.linqroutes.ledger.ops.RetentionJob;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.CreateSerializer;
import dev.linqroutes.linq.LinqHealthCheck;
import dev.linqroutes.linq.ReadBackEvaluator;
import dev.linqroutes.linq.ReadBackPoller;
import dev.linqroutes.linq.RequestWriter;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.linq.RetryBackoff;
import dev.linqroutes.plan.IntakeMapper;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.webhook.server.EventIntake;
import dev.linqroutes.webhook.server.WebhookResponses;
import dev.linqroutes.webhook.verify.WebhookVerifier;
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
        settings.requireFreePort("http.host", "http.port");
        settings.requireFreePort("observe.host", "observe.port");
        Clock clock = Clock.systemUTC();
        Registry beans = context.getRegistry();
        beans.bind("errorRetryDelay", settings.duration("error.retry-delay"));
        CircuitBreaker gate = new CircuitBreaker(
                clock,
                settings.duration("linq.circuit-breaker.probe-interval"),
                maxCallTime(settings),
                settings.number("linq.circuit-breaker.failure-threshold"));
        bindIntake(beans, context, settings);
        bindLedger(beans, settings, gate, clock);
        bindLinq(beans, settings, gate, clock);
        bindBatches(context, settings, clock);
        Metrics metrics =
                new Metrics(beans.lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class));
        metrics.register(beans.lookupByNameAndType("backlog", Backlog.class));
        metrics.register(beans.lookupByNameAndType("lines", LineQuota.class));
        metrics.register(beans.lookupByNameAndType("outbox", Outbox.class));
        metrics.register(beans.lookupByNameAndType("commandRecords", CommandRecords.class));
        metrics.register(gate);
        metrics.registerResponses(gate);
        metrics.register(beans.lookupByNameAndType("retention", RetentionJob.class));
        bindWebhooks(context, settings, clock, metrics);
        EventTopics eventTopics =
                EventTopics.parse(settings.text("topics.events"), settings.list("topics.events.by-type"));
        beans.bind("outboxMessageMapper", new OutboxMessageMapper(context, eventTopics));
        beans.bind(
                "deduplicationWindowCheck",
                new DeduplicationWindowCheck(
                        () -> clientProperties(context),
                        settings.text("topics.commands"),
                        settings.duration("ledger.retention")));
        beans.bind("topicExistenceCheck", new TopicExistenceCheck(() -> clientProperties(context), clock));
        beans.bind("outboxHeaderFilter", OutboxMessageMapper.outboxHeaderFilter());
    }

    private static void bindWebhooks(CamelContext context, Settings settings, Clock clock, Metrics metrics) {
        Registry beans = context.getRegistry();
        EventRecorder events = beans.lookupByNameAndType("events", EventRecorder.class);
        WebhookResponses answers = new WebhookResponses();
        metrics.register(answers);
        metrics.register(events);
        beans.bind(
                "webhookVerifier",
                new WebhookVerifier(settings.list("linq.webhook.secret"), settings.flag("linq.webhook.legacy"), clock));
        beans.bind("webhookResponses", answers);
        beans.bind(
                "eventIntake",
                new EventIntake(
                        events::record,
                        events::longestWait,
                        settings.duration("linq.webhook.max-queue-time"),
                        context.getExecutorServiceManager().newSingleThreadExecutor(answers, "webhook-answers")));
    }

    private static void bindIntake(Registry beans, CamelContext context, Settings settings) {
        beans.bind(
                "commandRecords",
                new CommandRecords(new TopicIds(() -> clientProperties(context)), settings.number("kafka.batch-size")));
        bindPreparation(beans, settings);
    }

    private static void bindBatches(CamelContext context, Settings settings, Clock clock) throws IOException {
        Registry beans = context.getRegistry();
        Database database = beans.lookupByNameAndType("database", Database.class);
        FileImport intake = beans.lookupByNameAndType("fileImport", FileImport.class);
        BatchStateReader states = new BatchStateReader(database);
        InboxFolder inbox = new InboxFolder(Path.of(settings.text("inbox.directory")), Clock.systemDefaultZone());
        inbox.recover();
        ImportRegistry files = new ImportRegistry(new BatchFileOpener(settings.charset("inbox.fallback-encoding")));
        CompletedBatchFilter settled = new CompletedBatchFilter(files, states);
        beans.bind("inboxFolder", inbox);
        beans.bind(
                "stableFileFilter",
                new StableFileFilter(
                        settings.duration("inbox.settle-time"), settings.duration("inbox.fill-timeout"), clock));
        beans.bind("pendingFileFilter", files.pendingFilter(new ClaimedFileFilter(clock)));
        beans.bind("importSessions", new ImportSessions(files, inbox, intake, states));
        beans.bind(
                "rowThreadPool",
                context.getExecutorServiceManager()
                        .newFixedThreadPool(
                                intake, "read-rows", Runtime.getRuntime().availableProcessors()));
        beans.bind("batchPartCodec", new BatchPartCodec());
        beans.bind("batchStates", states);
        beans.bind("completedBatchFilter", settled);
        beans.bind(
                "importProgress",
                new ImportProgress(states, files, clock, settings.duration("inbox.progress-interval")));
        beans.bind(
                "resultsWriter",
                new ResultsWriter(
                        files,
                        inbox,
                        new RowResultReader(database),
                        beans.lookupByNameAndType("resultsLease", ResultsLease.class)));
    }

    /** What the route named prepare needs. */
    static void bindPreparation(Registry beans, Settings settings) {
        beans.bind("commandObjectMapper", CommandJson.MAPPER);
        beans.bind("commandReader", new CommandReader());
        beans.bind("commandEnricher", new CommandEnricher(settings.line("linq.from"), settings.region("linq.region")));
        beans.bind("planner", new Planner(settings.optional("linq.opening-text")));
        beans.bind("intakeMapper", new IntakeMapper());
        beans.bind("listOfBodies", new GroupedBodyAggregationStrategy());
    }

    /** As the consumer connects, security included. */
    public static Properties clientProperties(CamelContext context) {
        KafkaConfiguration kafka =
                context.getComponent("kafka", KafkaComponent.class).getConfiguration();
        Properties properties = kafka.createConsumerProperties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBrokers());
        return properties;
    }

    private static void bindLedger(Registry beans, Settings settings, CircuitBreaker gate, Clock clock) {
        Database database = Database.open(
                settings.text("ledger.url"),
                settings.text("ledger.user"),
                settings.text("ledger.password"),
                settings.number("ledger.connections"));
        OutboxTopics topics = settings.topics();
        Wakeup work = new Wakeup();
        Wakeup relay = new Wakeup();
        Wakeup signals = new Wakeup();
        boolean confirm = settings.flag("linq.confirm");
        CommandCompletion settlement = new CommandCompletion(
                topics,
                new CommandCompletion.Settings(
                        confirm,
                        settings.duration("linq.confirm.deadline"),
                        confirm && settings.flag("linq.confirm.publish-accepted")));
        ChatRecorder chats = new ChatRecorder(database, topics, clock, relay);
        LineQuota lines = new LineQuota(
                clock, settings.number("linq.line.warn-per-day"), settings.optionalNumber("linq.line.max-per-day"));
        int workers = settings.number("linq.workers");
        LeasedMailboxes.Settings inHand = new LeasedMailboxes.Settings(
                // The more, so that no worker waits for a claim while results are being recorded.
                workers + Math.max(1, workers / 4),
                settings.duration("linq.lease"),
                maxCallTime(settings),
                settings.duration("linq.poll-interval"),
                settings.number("linq.messages-per-minute"),
                settings.duration("linq.rename.poll-after"),
                settings.duration("linq.retry.max-transition"));
        beans.bind("database", database);
        beans.bind("backlog", new Backlog(database, clock));
        beans.bind("lines", lines);
        beans.bind("ledgerHealthCheck", new LedgerHealthCheck(database));
        beans.bind("delayedCommands", new DelayedCommands(database, clock, work));
        beans.bind("poisonPillDetector", new PoisonPillDetector(new IntakeAttemptRecorder(database, clock)));
        beans.bind("commandIntake", new CommandIntake(database, topics, clock, work, relay));
        LeasedMailboxes mailboxes = new LeasedMailboxes(database, clock, work, gate, lines, inHand);
        beans.bind("mailboxes", mailboxes);
        beans.bind("results", new CallResultRecorder(database, mailboxes, clock, lines, settlement, chats, relay));
        beans.bind("chats", chats);
        beans.bind("events", new EventRecorder(database, topics, clock, lines, chats, confirm, relay, signals));
        beans.bind(
                "confirmations", new CallConfirmer(database, clock, maxCallTime(settings), settlement, signals, relay));
        beans.bind(
                "retention",
                new RetentionJob(
                        database,
                        topics,
                        clock,
                        new RetentionJob.Periods(
                                settings.duration("ledger.retention"),
                                settings.duration("ledger.retention.failed"),
                                settings.duration("linq.webhook.dedup-window"))));
        beans.bind(
                "outbox",
                new Outbox(database, clock, relay, RELAY_LEASE, settings.number("outbox.batch-size"), topics.groups()));
        Duration lease = settings.duration("linq.lease");
        Wakeup released = new Wakeup();
        beans.bind("fileImport", new FileImport(database, topics, clock, lease, released, relay));
        beans.bind(
                "partReleaser",
                new BatchPartReleaser(database, clock, released, lease, settings.number("inbox.max-in-flight-rows")));
        beans.bind("resultsLease", new ResultsLease(database, topics, clock, lease, relay));
    }

    private static Duration maxCallTime(Settings settings) {
        return settings.duration("linq.connect-timeout")
                .multipliedBy(2)
                .plus(settings.duration("linq.response-timeout"));
    }

    private static void bindLinq(Registry beans, Settings settings, CircuitBreaker gate, Clock clock) {
        RetryBackoff backoff = new RetryBackoff(
                settings.duration("linq.retry.initial-delay"),
                settings.duration("linq.retry.max-delay"),
                settings.duration("linq.retry.max-elapsed"),
                settings.duration("linq.retry.max-transition"),
                () -> ThreadLocalRandom.current().nextDouble());
        RequestWriter calls = new RequestWriter(settings.required("linq.api.key"), clock);
        beans.bind("linqHealthCheck", new LinqHealthCheck(gate));
        beans.bind("requests", calls);
        beans.bind("createSerializer", new CreateSerializer(calls, clock));
        beans.bind("responses", new ResponseInterpreter(backoff, gate, clock));
        beans.bind(
                "readBack",
                new ReadBackPoller(
                        beans.lookupByNameAndType("confirmations", CallConfirmer.class),
                        beans.lookupByNameAndType("chats", ChatRecorder.class),
                        calls,
                        gate,
                        new ReadBackEvaluator(
                                clock,
                                settings.duration("linq.confirm.deadline"),
                                settings.duration("linq.confirm.timeout"),
                                settings.duration("linq.retry.max-elapsed"))));
    }
}
