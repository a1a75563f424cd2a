package dev.linqroutes;

import dev.linqroutes.command.CommandReader;
import dev.linqroutes.command.Enrichment;
import dev.linqroutes.csv.CsvGroups;
import dev.linqroutes.csv.JsonlCommands;
import dev.linqroutes.kafka.CommandRecords;
import dev.linqroutes.kafka.EventTopics;
import dev.linqroutes.kafka.ExistingTopics;
import dev.linqroutes.kafka.OutgoingRecords;
import dev.linqroutes.kafka.TopicIds;
import dev.linqroutes.ledger.Acceptance;
import dev.linqroutes.ledger.Backlog;
import dev.linqroutes.ledger.Chats;
import dev.linqroutes.ledger.Confirmations;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.DelayedCommands;
import dev.linqroutes.ledger.Events;
import dev.linqroutes.ledger.LedgerHealth;
import dev.linqroutes.ledger.Lines;
import dev.linqroutes.ledger.Mailboxes;
import dev.linqroutes.ledger.Outbox;
import dev.linqroutes.ledger.Results;
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
    public void configure(CamelContext context) {
        Settings settings = new Settings(context);
        // Camel goes on without its servers when they cannot listen.
        settings.requireFree("http.host", "http.port");
        settings.requireFree("observe.host", "observe.port");
        Clock clock = Clock.systemUTC();
        Registry beans = context.getRegistry();
        Gate gate = new Gate(
                clock,
                settings.duration("linq.pause.probe"),
                longestCall(settings),
                settings.number("linq.pause.calls-without-answer"));
        intake(beans, context, settings);
        ledger(beans, settings, gate, clock);
        linq(beans, settings, gate, clock);
        Metrics metrics =
                new Metrics(beans.lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class));
        metrics.watch(beans.lookupByNameAndType("backlog", Backlog.class));
        metrics.watch(beans.lookupByNameAndType("lines", Lines.class));
        metrics.watch(gate);
        webhooks(context, settings, clock, metrics);
        EventTopics eventTopics =
                EventTopics.of(settings.text("topics.events"), settings.list("topics.events.by-type"));
        beans.bind("outgoingRecords", new OutgoingRecords(context, eventTopics));
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
                        settings.duration("linq.webhook.longest-wait"),
                        context.getExecutorServiceManager().newSingleThreadExecutor(answers, "webhook-answers")));
    }

    private static void intake(Registry beans, CamelContext context, Settings settings) {
        beans.bind("commandRecords", new CommandRecords(new TopicIds(() -> clientProperties(context))));
        beans.bind("csvGroups", new CsvGroups());
        beans.bind("jsonlCommands", new JsonlCommands());
        beans.bind("commands", new CommandReader());
        beans.bind("enrichment", new Enrichment(settings.optional("linq.from"), settings.region("linq.region")));
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
        Topics topics = new Topics(
                settings.text("topics.outcomes"),
                settings.text("topics.dead"),
                settings.text("topics.events"),
                settings.text("topics.groups"));
        WorkSignal work = new WorkSignal();
        WorkSignal relay = new WorkSignal();
        WorkSignal signals = new WorkSignal();
        boolean confirm = settings.flag("linq.confirm");
        Settlement settlement = new Settlement(
                topics,
                new Settlement.Settings(
                        confirm,
                        settings.duration("linq.confirm.deadline"),
                        confirm && settings.flag("linq.confirm.tell-accepted")));
        Chats chats = new Chats(database, topics, clock, relay);
        Lines lines = new Lines(
                clock, settings.number("linq.line.advised-per-day"), settings.optionalNumber("linq.line.most-per-day"));
        int workers = settings.number("linq.workers");
        Mailboxes.Settings inHand = new Mailboxes.Settings(
                // The more, so that no worker waits for a claim while results are being recorded.
                workers + Math.max(1, workers / 4),
                settings.duration("linq.lease"),
                longestCall(settings),
                settings.duration("linq.poll"),
                settings.number("linq.messages-per-minute"),
                settings.duration("linq.ask-for-name"),
                settings.duration("linq.retry.max-transition"));
        beans.bind("database", database);
        beans.bind("backlog", new Backlog(database, clock));
        beans.bind("lines", lines);
        beans.bind("ledgerHealth", new LedgerHealth(database));
        beans.bind("delayedCommands", new DelayedCommands(database, clock, work));
        beans.bind("ledger", new Acceptance(database, topics, clock, work, relay));
        Mailboxes mailboxes = new Mailboxes(database, clock, work, gate, lines, inHand);
        beans.bind("mailboxes", mailboxes);
        beans.bind("results", new Results(database, mailboxes, clock, lines, settlement, chats, relay));
        beans.bind("chats", chats);
        beans.bind(
                "events",
                new Events(
                        database,
                        topics,
                        clock,
                        lines,
                        chats,
                        new Events.Settings(confirm, settings.duration("linq.webhook.remember")),
                        relay,
                        signals));
        beans.bind("confirmations", new Confirmations(database, clock, settlement, signals, relay));
        beans.bind("outbox", new Outbox(database, clock, relay, RELAY_LEASE, settings.number("outbox.batch")));
    }

    private static Duration longestCall(Settings settings) {
        return settings.duration("linq.connect-timeout")
                .multipliedBy(2)
                .plus(settings.duration("linq.response-timeout"));
    }

    private static void linq(Registry beans, Settings settings, Gate gate, Clock clock) {
        Backoff backoff = new Backoff(
                settings.duration("linq.retry.first"),
                settings.duration("linq.retry.longest"),
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
                                settings.duration("linq.confirm.give-up"),
                                settings.duration("linq.retry.max-elapsed"))));
    }
}
