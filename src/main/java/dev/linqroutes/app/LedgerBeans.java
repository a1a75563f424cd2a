package dev.linqroutes.app;

import dev.linqroutes.kafka.PoisonPillDetector;
import dev.linqroutes.ledger.batch.BatchPartReleaser;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.batch.PartCompletion;
import dev.linqroutes.ledger.batch.ResultsLease;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.EventRecorder;
import dev.linqroutes.ledger.confirm.ResendPolicy;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.InternalErrorHealthCheck;
import dev.linqroutes.ledger.db.LedgerHealthCheck;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.intake.DelayedCommands;
import dev.linqroutes.ledger.intake.IntakeAttemptRecorder;
import dev.linqroutes.ledger.mailbox.CallResultRecorder;
import dev.linqroutes.ledger.mailbox.LeasedMailboxes;
import dev.linqroutes.ledger.mailbox.LinePace;
import dev.linqroutes.ledger.mailbox.LinePool;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.mailbox.WorkLimiter;
import dev.linqroutes.ledger.ops.Backlog;
import dev.linqroutes.ledger.ops.RetentionJob;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.ledger.poll.PollReadBack;
import dev.linqroutes.ledger.poll.PollReadSchedule;
import dev.linqroutes.ledger.poll.PollRecorder;
import dev.linqroutes.trace.CommandTracer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.spi.Registry;

/** The ledger and its parts, as other beans and the metrics need them. */
record LedgerBeans(
        Database database,
        Backlog backlog,
        LineQuota lines,
        NewConversations newConversations,
        LineStates lineStates,
        LinePool linePool,
        Pauses pauses,
        CommandIntake intake,
        CallResultRecorder callResults,
        ChatRecorder chats,
        EventRecorder events,
        CallConfirmer confirmations,
        PollReadBack pollReadBack,
        OutcomeMapper outcomes,
        Outbox outbox,
        RetentionJob retention,
        FileImport fileImport,
        BatchPartReleaser partReleaser,
        BatchStateReader batchStates,
        ResultsLease resultsLease,
        RowResultReader rowResults,
        Wakeup relayWakeup) {

    /** Longer than a batch of records may take until it is acknowledged: see the timeouts in relay-outbox. */
    private static final Duration RELAY_LEASE = Duration.ofSeconds(25);

    /** Opens the ledger, and binds the beans that routes name. */
    static LedgerBeans open(
            Registry beans,
            Settings settings,
            WorkLimiter workLimiter,
            MeterRegistry metrics,
            CommandTracer tracer,
            Clock clock) {
        Database database = settings.openLedger(settings.number("ledger.connections"));
        try {
            database.publishMetrics(metrics);
            return make(database, beans, settings, workLimiter, metrics, tracer, clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static LedgerBeans make(
            Database database,
            Registry beans,
            Settings settings,
            WorkLimiter workLimiter,
            MeterRegistry metrics,
            CommandTracer tracer,
            Clock clock) {
        OutboxTopics topics = settings.topics();
        OutcomeMapper outcomes = new OutcomeMapper(topics.outcomes(), metrics, tracer);
        Wakeup mailboxWakeup = new Wakeup();
        Wakeup relayWakeup = new Wakeup();
        Wakeup signalWakeup = new Wakeup();
        Wakeup partWakeup = new Wakeup();
        Duration lease = settings.duration("linq.lease");
        boolean confirm = settings.flag("linq.confirm");
        CommandCompletion completion = new CommandCompletion(
                outcomes,
                new CommandCompletion.Settings(
                        confirm,
                        settings.duration("linq.confirm.deadline"),
                        confirm && settings.flag("linq.confirm.publish-accepted")));
        ChatRecorder chats = new ChatRecorder(database, topics, clock, relayWakeup);
        LineQuota lines = settings.lineQuota(database, clock);
        NewConversations newConversations = settings.newConversations(database, clock);
        Pauses pauses = new Pauses(database, clock);
        LineStates lineStates = new LineStates(database, clock, settings.lines().keySet());
        LinePool linePool = new LinePool(settings.lines(), newConversations, lines, lineStates);
        LinePace linePace = new LinePace(newConversations, settings.mostNewConversations(), linePool, lineStates);
        LeasedMailboxes mailboxes = new LeasedMailboxes(
                database,
                clock,
                mailboxWakeup,
                workLimiter,
                lines,
                pauses,
                linePace,
                mailboxSettings(settings),
                tracer);
        beans.bind("mailboxes", mailboxes);
        CallResultRecorder callResults = new CallResultRecorder(
                database,
                mailboxes,
                clock,
                lines,
                newConversations,
                lineStates,
                completion,
                chats,
                relayWakeup,
                tracer);
        beans.bind("ledgerHealthCheck", new LedgerHealthCheck(database, MaskingConverter::mask));
        beans.bind("internalErrorHealthCheck", new InternalErrorHealthCheck(database, MaskingConverter::mask));
        beans.bind(
                "delayedCommands",
                new DelayedCommands(database, clock, mailboxWakeup, settings.duration("linq.reference.timeout")));
        beans.bind("poisonPillDetector", new PoisonPillDetector(new IntakeAttemptRecorder(database, clock)));
        beans.bind("partCompletion", new PartCompletion(database));
        PollReadSchedule pollReads = new PollReadSchedule(settings.duration("linq.confirm.deadline"));
        LedgerBeans ledger = new LedgerBeans(
                database,
                new Backlog(database, clock),
                lines,
                newConversations,
                lineStates,
                linePool,
                pauses,
                new CommandIntake(
                        database, outcomes, topics.deadLetters(), linePool, clock, mailboxWakeup, relayWakeup, tracer),
                callResults,
                chats,
                new EventRecorder(
                        database,
                        topics,
                        clock,
                        lines,
                        lineStates,
                        chats,
                        new PollRecorder(topics, pollReads),
                        confirm,
                        KafkaBeans.eventTopics(settings)::isDropped,
                        relayWakeup,
                        signalWakeup),
                new CallConfirmer(
                        database,
                        clock,
                        settings.maxCallTime(),
                        completion,
                        resendPolicy(settings),
                        metrics,
                        signalWakeup,
                        relayWakeup,
                        tracer),
                new PollReadBack(database, topics, pollReads, clock, metrics, relayWakeup),
                outcomes,
                new Outbox(
                        database,
                        clock,
                        relayWakeup,
                        RELAY_LEASE,
                        settings.number("outbox.batch-size"),
                        topics.compacted()),
                new RetentionJob(database, topics, clock, retentionPeriods(settings)),
                new FileImport(database, topics, clock, lease, partWakeup, relayWakeup),
                new BatchPartReleaser(database, clock, partWakeup, lease, settings.number("inbox.max-in-flight-rows")),
                new BatchStateReader(database),
                new ResultsLease(database, topics, clock, lease, relayWakeup),
                new RowResultReader(database),
                relayWakeup);
        ledger.bind(beans);
        return ledger;
    }

    static ResendPolicy resendPolicy(Settings settings) {
        try {
            return ResendPolicy.of(settings.text("linq.resend"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting linq.resend (LINQ_RESEND): " + e.getMessage(), e);
        }
    }

    static RetentionJob.Periods retentionPeriods(Settings settings) {
        return new RetentionJob.Periods(
                settings.duration("ledger.retention"),
                settings.duration("ledger.retention.failed"),
                settings.duration("linq.webhook.dedup-window"),
                settings.duration("media.reuse-for"));
    }

    static LeasedMailboxes.Settings mailboxSettings(Settings settings) {
        int workers = settings.number("linq.workers");
        return new LeasedMailboxes.Settings(
                // More than there are workers, so that none waits for a claim while results are being recorded.
                workers + Math.max(1, workers / 4),
                settings.duration("linq.lease"),
                settings.maxCallTime(),
                settings.duration("linq.poll-interval"),
                settings.number("linq.messages-per-minute"),
                settings.duration("linq.rename.poll-after"),
                settings.duration("linq.retry.max-not-ready"),
                settings.duration("linq.confirm.deadline"),
                settings.duration("linq.confirm.timeout"),
                settings.duration("linq.reference.timeout"),
                settings.optionalNumber("linq.messages-per-minute-to-person"));
    }

    private void bind(Registry beans) {
        beans.bind("commandIntake", intake);
        beans.bind("callResults", callResults);
        beans.bind("chats", chats);
        beans.bind("confirmations", confirmations);
        beans.bind("outbox", outbox);
        beans.bind("retention", retention);
        beans.bind("fileImport", fileImport);
        beans.bind("partReleaser", partReleaser);
    }

    /** Releases the leases of this process, so that another one takes over at once, and closes the database. */
    void close() {
        outbox.releaseLease();
        partReleaser.releaseLease();
        database.close();
    }
}
