package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.OpenGate;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A ledger as one process has it, and what tests do with it. */
final class LedgerRig implements AutoCloseable {
    static final Duration ASK_FOR_NAME = Duration.ofSeconds(10);
    static final Duration GIVE_UP_ON_NAME = Duration.ofMinutes(10);
    static final Duration DEADLINE = Duration.ofMinutes(1);
    static final Duration REMEMBERED = Duration.ofDays(7);
    static final int PER_MINUTE = 29;
    private static final ObjectMapper JSON = new ObjectMapper();

    final TestClock clock;
    final Lines lines;
    final Events events;
    final Chats chats;
    final Confirmations confirmations;
    final FailedCommands failedCommands;
    private final Database database;
    private final Acceptance acceptance;
    private final DelayedCommands delayedCommands;
    private final Mailboxes mailboxes;
    private final Results results;
    private final Outbox outbox;

    /** @param most that a line may send a day */
    LedgerRig(String url, TestClock clock, OptionalLong most) {
        this(url, clock, most, new Settlement.Settings(false, DEADLINE, false));
    }

    /** @param settling when commands are done */
    LedgerRig(String url, TestClock clock, Settlement.Settings settling) {
        this(url, clock, OptionalLong.empty(), settling);
    }

    private LedgerRig(String url, TestClock clock, OptionalLong most, Settlement.Settings settling) {
        this.clock = clock;
        Topics topics = LedgerContract.TOPICS;
        database = Database.open(url, "", "", 6);
        lines = new Lines(clock, 5, most);
        acceptance = new Acceptance(database, topics, clock, new WorkSignal(), new WorkSignal());
        failedCommands = new FailedCommands(database, clock);
        delayedCommands = new DelayedCommands(database, clock, new WorkSignal());
        mailboxes = new Mailboxes(
                database,
                clock,
                new WorkSignal(),
                new OpenGate(),
                lines,
                new Mailboxes.Settings(
                        1000,
                        LedgerContract.LEASE,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(1),
                        PER_MINUTE,
                        ASK_FOR_NAME,
                        GIVE_UP_ON_NAME));
        Settlement settlement = new Settlement(topics, settling);
        chats = TestLedger.chats(database, topics, clock);
        results = new Results(database, mailboxes, clock, lines, settlement, chats, new WorkSignal());
        events = new Events(
                database, topics, clock, lines, chats, settling.confirm(), new WorkSignal(), new WorkSignal());
        confirmations = new Confirmations(
                database, clock, LedgerContract.LEASE, settlement, new WorkSignal(), new WorkSignal());
        outbox = new Outbox(database, clock, new WorkSignal(), LedgerContract.LEASE, 10_000, "groups");
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }

    Acceptance.Accepted accept(NewCommand... commands) {
        return acceptance.accept(List.of(commands));
    }

    List<Mailbox> claim() throws InterruptedException {
        return mailboxes.claim();
    }

    Mailbox onlyMailbox() throws InterruptedException {
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

    void record(Mailbox mailbox, CallResult result) {
        record(mailbox, result, clock.instant());
    }

    void record(Mailbox mailbox, CallResult result, Instant startedAt) {
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

    void giveBack(Mailbox mailbox) {
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
            record(mailbox, LedgerContract.accepted("chat-of-" + mailbox.name()));
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
    List<Outbox.Outgoing> takeOutgoing() {
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
