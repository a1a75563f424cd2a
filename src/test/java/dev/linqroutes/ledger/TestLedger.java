package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.OpenGate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A ledger as one process has it, and what tests do with it. */
public final class TestLedger implements AutoCloseable {
    public static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");
    public static final Duration LEASE = Duration.ofSeconds(60);
    static final Duration LONGEST_CALL = Duration.ofSeconds(10);
    static final Duration ASK_FOR_NAME = Duration.ofSeconds(10);
    static final Duration GIVE_UP_ON_NAME = Duration.ofMinutes(10);
    public static final Duration DEADLINE = Duration.ofMinutes(1);
    static final Duration REMEMBERED = Duration.ofDays(7);
    static final int PER_MINUTE = 29;

    /** As many as a test stores at most, so that all that waits is seen at once. */
    private static final int OUTBOX = 10_000;

    /** Enough for the threads of any test. */
    private static final int CONNECTIONS = 6;

    private static final ObjectMapper JSON = new ObjectMapper();

    public final Database database;
    public final Lines lines;
    public final Acceptance acceptance;
    public final Mailboxes mailboxes;
    public final Results results;
    public final Events events;
    public final Chats chats;
    public final Confirmations confirmations;
    public final FailedCommands failedCommands;
    public final Outbox outbox;
    private final Builder how;
    final Clock clock;
    private final DelayedCommands delayedCommands;

    /** On a database that may be there already. */
    public static Builder on(String url, Clock clock) {
        return new Builder(Optional.empty(), url, clock);
    }

    /** On a database that ends with it. */
    public static Builder inMemory(Clock clock) {
        return on("jdbc:h2:mem:" + UUID.randomUUID(), clock);
    }

    /** Another process, as far as anything but the connections and what a line has sent goes. */
    static Builder beside(TestLedger other) {
        return new Builder(Optional.of(other), other.how.url, other.clock);
    }

    /** How the process is set up; as most tests need it unless something else is said. */
    public static final class Builder {
        private final Optional<TestLedger> beside;
        private final String url;
        private final Clock clock;
        private WorkGate gate = new OpenGate();
        private OptionalLong mostPerDay = OptionalLong.empty();
        private Settlement.Settings settling = new Settlement.Settings(false, DEADLINE, false);
        private int mailboxes = 1000;
        private Duration lease = LEASE;
        private Duration longestCall = LONGEST_CALL;
        private Duration poll = Duration.ofMillis(1);
        private int perMinute = PER_MINUTE;
        private Duration askForName = ASK_FOR_NAME;

        private Builder(Optional<TestLedger> beside, String url, Clock clock) {
            this.beside = beside;
            this.url = url;
            this.clock = clock;
        }

        public Builder gate(WorkGate one) {
            gate = one;
            return this;
        }

        /** That a line may send. */
        public Builder mostPerDay(long messages) {
            mostPerDay = OptionalLong.of(messages);
            return this;
        }

        /** Commands are done when events, or Linq when it is asked, have told that their calls are. */
        public Builder confirming() {
            return settling(new Settlement.Settings(true, DEADLINE, false));
        }

        public Builder settling(Settlement.Settings settings) {
            settling = settings;
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
        lines = beside.map(other -> other.lines).orElseGet(() -> new Lines(clock, 7000, how.mostPerDay));
        WorkSignal work = new WorkSignal();
        acceptance = new Acceptance(database, TOPICS, clock, work, new WorkSignal());
        failedCommands = new FailedCommands(database, clock);
        delayedCommands = new DelayedCommands(database, clock, work);
        mailboxes = new Mailboxes(
                database,
                clock,
                work,
                how.gate,
                lines,
                new Mailboxes.Settings(
                        how.mailboxes,
                        how.lease,
                        how.longestCall,
                        how.poll,
                        how.perMinute,
                        how.askForName,
                        GIVE_UP_ON_NAME));
        Settlement settlement = new Settlement(TOPICS, how.settling);
        chats = new Chats(database, TOPICS, clock, new WorkSignal());
        results = new Results(database, mailboxes, clock, lines, settlement, chats, new WorkSignal());
        events = new Events(
                database, TOPICS, clock, lines, chats, how.settling.confirm(), new WorkSignal(), new WorkSignal());
        confirmations = new Confirmations(database, clock, LEASE, settlement, new WorkSignal(), new WorkSignal());
        outbox = new Outbox(database, clock, new WorkSignal(), how.lease, OUTBOX, TOPICS.groups());
    }

    /** Another process that is set up like it. */
    TestLedger another() {
        return new TestLedger(how, Optional.of(this));
    }

    /** Returns when it is stored. */
    public void store(NewEvent event) {
        events.store(event).toCompletableFuture().join();
    }

    @Override
    public void close() {
        database.close();
    }

    public Acceptance.Accepted accept(NewCommand... commands) {
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

    boolean inHand(Mailbox mailbox) {
        return mailboxes.inHand(mailbox);
    }

    void renew() {
        mailboxes.renew();
    }

    void releaseDelayed() {
        delayedCommands.release();
    }

    /** Returns when it is recorded what Linq answered to the next call. */
    public void record(Mailbox mailbox, CallResult result) {
        record(mailbox, result, clock.instant());
    }

    public void record(Mailbox mailbox, CallResult result, Instant startedAt) {
        results.record(mailbox, mailbox.next(), result, startedAt)
                .toCompletableFuture()
                .join();
    }

    /** Done when it is recorded what Linq answered to the mailbox's next call. */
    CompletableFuture<Void> answered(Mailbox mailbox, CallResult result) {
        return answered(mailbox, mailbox.next(), result);
    }

    /** The same; once more does nothing more. */
    CompletableFuture<Void> answered(Mailbox mailbox, Call call, CallResult result) {
        return results.record(mailbox, call, result, clock.instant()).toCompletableFuture();
    }

    public void giveBack(Mailbox mailbox) {
        mailboxes.giveBack(mailbox).toCompletableFuture().join();
    }

    /** Gives it back to be claimed again at once. */
    void putBack(Mailbox mailbox) {
        mailbox.waitUntil(clock.instant());
        giveBack(mailbox);
    }

    /** Works all its calls with success and gives it back; the names of the calls. */
    List<String> work(Mailbox mailbox) {
        List<String> names = new ArrayList<>();
        while (mailbox.hasNext(clock.instant())) {
            names.add(mailbox.next().name());
            record(mailbox, TestAnswers.accepted("chat-of-" + mailbox.name()));
        }
        giveBack(mailbox);
        return names;
    }

    /** Works all that is due. */
    List<String> workAll() throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (Mailbox mailbox : claim()) {
            names.addAll(work(mailbox));
        }
        return names;
    }

    /** What waits in the outbox. */
    List<Outbox.Outgoing> outgoing() {
        return outbox.next();
    }

    /** The same, and nothing waits any more. */
    public List<Outbox.Outgoing> takeOutgoing() {
        List<Outbox.Outgoing> waiting = outgoing();
        outbox.delete(waiting);
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

    private static List<JsonNode> outcomes(List<Outbox.Outgoing> waiting) throws Exception {
        List<JsonNode> outcomes = new ArrayList<>();
        for (Outbox.Outgoing outgoing : waiting) {
            if (outgoing.topic().equals("outcomes")) {
                outcomes.add(JSON.readTree(outgoing.value()));
            }
        }
        return outcomes;
    }
}
