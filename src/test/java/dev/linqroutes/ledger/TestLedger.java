package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.EventRecorder;
import dev.linqroutes.ledger.confirm.ResendPolicy;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.intake.DelayedCommands;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResultRecorder;
import dev.linqroutes.ledger.mailbox.CallWait;
import dev.linqroutes.ledger.mailbox.LeasedMailboxes;
import dev.linqroutes.ledger.mailbox.LinePace;
import dev.linqroutes.ledger.mailbox.LinePool;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.mailbox.NextCallReader;
import dev.linqroutes.ledger.mailbox.Pauses;
import dev.linqroutes.ledger.mailbox.WorkLimiter;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.ledger.poll.PollReadBack;
import dev.linqroutes.ledger.poll.PollReadSchedule;
import dev.linqroutes.ledger.poll.PollRecorder;
import dev.linqroutes.testing.ClosedCircuitBreaker;
import dev.linqroutes.trace.CommandTracer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** A ledger as one process has it, and what tests do with it. */
public final class TestLedger implements AutoCloseable {
    public static final OutboxTopics TOPICS =
            new OutboxTopics("outcomes", "dead", "events", "groups", "polls", "audit");
    public static final Duration LEASE = Duration.ofSeconds(60);
    static final Duration LONGEST_CALL = Duration.ofSeconds(10);
    static final Duration ASK_FOR_NAME = Duration.ofSeconds(10);
    static final Duration RENAME_TIMEOUT = Duration.ofMinutes(10);
    public static final Duration DEADLINE = Duration.ofMinutes(1);
    static final Duration CONFIRM_TIMEOUT = Duration.ofMinutes(10);
    static final Duration REFERENCE_TIMEOUT = Duration.ofSeconds(30);
    static final Duration REMEMBERED = Duration.ofDays(7);
    static final int PER_MINUTE = 29;

    /** As many as a test stores at most, so that all that waits is seen at once. */
    private static final int OUTBOX = 10_000;

    /** Enough for the threads of any test. */
    private static final int CONNECTIONS = 6;

    private static final ObjectMapper JSON = new ObjectMapper();

    public final Database database;
    public final LineQuota lines;
    public final NewConversations newConversations;
    final Pauses pauses;
    final LineStates lineStates;
    final LinePool pool;
    public final CommandIntake acceptance;
    public final LeasedMailboxes mailboxes;
    public final CallResultRecorder results;
    public final EventRecorder events;
    public final ChatRecorder chats;
    public final CallConfirmer confirmations;
    public final PollReadBack pollReadBack;
    public final FailedCommands failedCommands;
    public final Outbox outbox;
    private final Builder how;
    final Clock clock;
    final OutcomeMapper outcomeMapper;
    private final DelayedCommands delayedCommands;
    public final MeterRegistry metrics = new SimpleMeterRegistry();

    /** On a database that may be there already. */
    public static Builder on(String url, Clock clock) {
        return new Builder(Optional.empty(), url, clock);
    }

    /** On a database that ends with it. */
    public static Builder inMemory(Clock clock) {
        return on("jdbc:h2:mem:" + UUID.randomUUID(), clock);
    }

    /** Another process, as far as anything but the connections and what a line has sent goes. */
    public static Builder beside(TestLedger other) {
        return new Builder(Optional.of(other), other.how.url, other.clock);
    }

    /** How the process is set up; as most tests need it unless something else is said. */
    public static final class Builder {
        private final Optional<TestLedger> beside;
        private final String url;
        private final Clock clock;
        private WorkLimiter gate = new ClosedCircuitBreaker();
        private OptionalLong mostPerDay = OptionalLong.empty();
        private Map<String, Long> pool = Map.of();
        private long advisedNew = 50;
        private OptionalLong mostNew = OptionalLong.empty();
        private CommandCompletion.Settings settling = new CommandCompletion.Settings(false, DEADLINE, false);
        private CommandTracer tracer = CommandTracer.OFF;
        private ResendPolicy resend = ResendPolicy.NEVER;
        private int mailboxes = 1000;
        private Duration lease = LEASE;
        private Duration longestCall = LONGEST_CALL;
        private Duration poll = Duration.ofMillis(1);
        private int perMinute = PER_MINUTE;
        private OptionalLong personPerMinute = OptionalLong.empty();
        private Duration askForName = ASK_FOR_NAME;
        private Set<String> dropped = Set.of();

        private Builder(Optional<TestLedger> beside, String url, Clock clock) {
            this.beside = beside;
            this.url = url;
            this.clock = clock;
        }

        public Builder gate(WorkLimiter one) {
            gate = one;
            return this;
        }

        /** That a line may send. */
        public Builder mostPerDay(long messages) {
            mostPerDay = OptionalLong.of(messages);
            return this;
        }

        /** Weights of the lines among which new groups are shared. */
        public Builder lines(Map<String, Long> weights) {
            pool = weights;
            return this;
        }

        /** New conversations that a line starts in a day. */
        public Builder mostNew(long conversations) {
            mostNew = OptionalLong.of(conversations);
            return this;
        }

        /** New conversations of a line within a day, from which on it warns. */
        public Builder advisedNew(long conversations) {
            advisedNew = conversations;
            return this;
        }

        /** Commands are done when events, or Linq when it is asked, have told that their calls are. */
        /** Events of these types are not published. */
        public Builder dropping(String... types) {
            dropped = Set.of(types);
            return this;
        }

        public Builder confirming() {
            return settling(new CommandCompletion.Settings(true, DEADLINE, false));
        }

        public Builder settling(CommandCompletion.Settings settings) {
            settling = settings;
            return this;
        }

        /** Traces what is committed. */
        public Builder tracing(CommandTracer with) {
            tracer = with;
            return this;
        }

        /** What Linq fails later is sent once more. */
        public Builder resending(ResendPolicy policy) {
            resend = policy;
            return this;
        }

        /** At most so many in hand. */
        public Builder mailboxes(int most) {
            mailboxes = most;
            return this;
        }

        public Builder lease(Duration time) {
            lease = time;
            return this;
        }

        public Builder longestCall(Duration time) {
            longestCall = time;
            return this;
        }

        /** How long a claim waits for work of other processes. */
        public Builder poll(Duration time) {
            poll = time;
            return this;
        }

        /** To a person, over all groups. */
        public Builder personPerMinute(long messages) {
            personPerMinute = OptionalLong.of(messages);
            return this;
        }

        public Builder perMinute(int messages) {
            perMinute = messages;
            return this;
        }

        public Builder askForName(Duration after) {
            askForName = after;
            return this;
        }

        public TestLedger open() {
            return new TestLedger(this, beside);
        }
    }

    private TestLedger(Builder how, Optional<TestLedger> beside) {
        this.how = how;
        clock = how.clock;
        database = beside.map(other -> other.database).orElseGet(() -> Database.open(how.url, "", "", CONNECTIONS));
        lines = beside.map(other -> other.lines).orElseGet(() -> new LineQuota(database, clock, 7000, how.mostPerDay));
        newConversations = new NewConversations(database, clock, how.advisedNew);
        pauses = new Pauses(database, clock);
        lineStates = new LineStates(database, clock, how.pool.keySet());
        pool = new LinePool(how.pool, newConversations, lines, lineStates);
        Wakeup work = new Wakeup();
        outcomeMapper = new OutcomeMapper(TOPICS.outcomes(), metrics, how.tracer);
        acceptance = new CommandIntake(
                database, outcomeMapper, TOPICS.deadLetters(), pool, clock, work, new Wakeup(), how.tracer);
        failedCommands = new FailedCommands(database, clock);
        delayedCommands = new DelayedCommands(database, clock, work, REFERENCE_TIMEOUT);
        mailboxes = new LeasedMailboxes(
                database,
                clock,
                work,
                how.gate,
                lines,
                pauses,
                new LinePace(newConversations, how.mostNew, pool, lineStates),
                new LeasedMailboxes.Settings(
                        how.mailboxes,
                        how.lease,
                        how.longestCall,
                        how.poll,
                        how.perMinute,
                        how.askForName,
                        RENAME_TIMEOUT,
                        DEADLINE,
                        CONFIRM_TIMEOUT,
                        REFERENCE_TIMEOUT,
                        how.personPerMinute),
                how.tracer);
        CommandCompletion settlement = new CommandCompletion(outcomeMapper, how.settling);
        chats = new ChatRecorder(database, TOPICS, clock, new Wakeup());
        results = new CallResultRecorder(
                database,
                mailboxes,
                clock,
                lines,
                newConversations,
                lineStates,
                settlement,
                chats,
                new Wakeup(),
                how.tracer);
        PollReadSchedule pollReads = new PollReadSchedule(DEADLINE);
        pollReadBack = new PollReadBack(database, TOPICS, pollReads, clock, metrics, new Wakeup());
        events = new EventRecorder(
                database,
                TOPICS,
                clock,
                lines,
                lineStates,
                chats,
                new PollRecorder(TOPICS, pollReads),
                how.settling.confirm(),
                how.dropped::contains,
                new Wakeup(),
                new Wakeup());
        confirmations = new CallConfirmer(
                database, clock, LEASE, settlement, how.resend, metrics, new Wakeup(), new Wakeup(), how.tracer);
        outbox = new Outbox(database, clock, new Wakeup(), how.lease, OUTBOX, TOPICS.compacted());
    }

    /** Another process that is set up like it. */
    TestLedger another() {
        return another(how);
    }

    /** With other settings. */
    TestLedger another(Builder settings) {
        return new TestLedger(settings, Optional.of(this));
    }

    /** Returns when all are stored. */
    public void store(VerifiedEvent... received) {
        joinAll(Stream.of(received).map(events::record));
    }

    @Override
    public void close() {
        database.close();
    }

    public CommandIntake.Counts accept(PlannedCommand... commands) {
        return acceptance.accept(List.of(commands));
    }

    public List<Mailbox> claim() throws InterruptedException {
        return mailboxes.claim();
    }

    public Mailbox onlyMailbox() throws InterruptedException {
        List<Mailbox> claimed = mailboxes.claim();
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    /** What the next call of a group's mailbox waits for. */
    Optional<String> nextWaitsFor(String mailbox) {
        return new NextCallReader(database, clock, DEADLINE, CONFIRM_TIMEOUT, REFERENCE_TIMEOUT)
                .find(mailbox)
                .flatMap(NextCallReader.NextCall::waitsFor)
                .map(CallWait::what);
    }

    boolean inHand(Mailbox mailbox) {
        return mailboxes.isReadyForNextCall(mailbox);
    }

    void renew() {
        mailboxes.renewLeases();
    }

    void releaseDelayed() {
        delayedCommands.releaseDue();
    }

    /** Returns when it is recorded what Linq answered to the next call. */
    public void record(Mailbox mailbox, CallResult result) {
        record(mailbox, result, clock.instant());
    }

    public void record(Mailbox mailbox, CallResult result, Instant startedAt) {
        results.record(mailbox, mailbox.nextCall(), result, startedAt)
                .toCompletableFuture()
                .join();
    }

    /** Done when it is recorded what Linq answered to the mailbox's next call. */
    CompletableFuture<Void> answered(Mailbox mailbox, CallResult result) {
        return answered(mailbox, mailbox.nextCall(), result);
    }

    /** The same; once more does nothing more. */
    CompletableFuture<Void> answered(Mailbox mailbox, Call call, CallResult result) {
        return results.record(mailbox, call, result, clock.instant()).toCompletableFuture();
    }

    public void giveBack(Mailbox mailbox) {
        mailboxes.release(mailbox).toCompletableFuture().join();
    }

    /** Gives it back to be claimed again at once. */
    void putBack(Mailbox mailbox) {
        mailbox.deferUntil(clock.instant());
        giveBack(mailbox);
    }

    /** Works all its calls with success and gives it back; the names of the calls. */
    public List<String> work(Mailbox mailbox) {
        List<String> names = new ArrayList<>();
        while (mailbox.hasNextCall(clock.instant())) {
            names.add(mailbox.nextCall().describe());
            record(mailbox, TestAnswers.accepted("chat-of-" + mailbox.name()));
        }
        giveBack(mailbox);
        return names;
    }

    /** Works all calls of these mailboxes at the same time with success, and releases the mailboxes; the names of the calls. */
    List<String> workTogether(List<Mailbox> claimed) {
        List<String> names = makeCalls(claimed);
        release(claimed);
        return names;
    }

    /** Works all calls of these mailboxes at the same time with success, each mailbox's in order; the names of the calls. */
    List<String> makeCalls(List<Mailbox> claimed) {
        List<String> names = new ArrayList<>();
        List<Mailbox> working = claimed;
        while (!working.isEmpty()) {
            List<Mailbox> next = working.stream()
                    .filter(mailbox -> mailbox.hasNextCall(clock.instant()))
                    .toList();
            next.forEach(mailbox -> names.add(mailbox.nextCall().describe()));
            joinAll(next.stream().map(mailbox -> answered(mailbox, TestAnswers.accepted("chat-of-" + mailbox.name()))));
            working = next;
        }
        return names;
    }

    void release(List<Mailbox> claimed) {
        joinAll(claimed.stream().map(mailboxes::release));
    }

    private static void joinAll(Stream<? extends CompletionStage<Void>> stages) {
        CompletableFuture.allOf(stages.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
                .join();
    }

    /** Works all that is due. */
    public List<String> workAll() throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (Mailbox mailbox : claim()) {
            names.addAll(work(mailbox));
        }
        return names;
    }

    /** What waits in the outbox. */
    List<Outbox.PendingRecord> outgoing() {
        return outbox.nextRecords();
    }

    /** The same, and nothing waits any more. */
    public List<Outbox.PendingRecord> takeOutgoing() {
        List<Outbox.PendingRecord> waiting = outgoing();
        outbox.deleteAcknowledged(waiting);
        return waiting;
    }

    /** What waits in the outbox for the topic of outcomes. */
    List<JsonNode> outcomes() throws Exception {
        return outcomes(outgoing());
    }

    /** The same, and nothing waits any more. */
    List<JsonNode> takeOutcomes() throws Exception {
        return outcomes(takeOutgoing());
    }

    private static List<JsonNode> outcomes(List<Outbox.PendingRecord> waiting) throws Exception {
        List<JsonNode> outcomes = new ArrayList<>();
        for (Outbox.PendingRecord outgoing : waiting) {
            if (outgoing.topic().equals("outcomes")) {
                outcomes.add(JSON.readTree(outgoing.value()));
            }
        }
        return outcomes;
    }
}
