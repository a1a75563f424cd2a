package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.Acceptance;
import dev.linqroutes.ledger.AwaitedCall;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.CallResult;
import dev.linqroutes.ledger.Chats;
import dev.linqroutes.ledger.Confirmations;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.GroupAddress;
import dev.linqroutes.ledger.LedgerException;
import dev.linqroutes.ledger.Lines;
import dev.linqroutes.ledger.Mailbox;
import dev.linqroutes.ledger.Mailboxes;
import dev.linqroutes.ledger.NewCall;
import dev.linqroutes.ledger.NewCommand;
import dev.linqroutes.ledger.Origin;
import dev.linqroutes.ledger.Results;
import dev.linqroutes.ledger.Settlement;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While all work pauses, a probe that did not call Linq is there for another at once, whatever went wrong with it. */
class ProbesTest {
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");

    private final TestClock clock = new TestClock();
    private final Gate gate = new Gate(clock, PROBE, LONG, 3);
    private final Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "", 3);
    private final Lines lines = new Lines(clock, 1_000, OptionalLong.empty());
    private final Mailboxes mailboxes = new Mailboxes(
            database,
            clock,
            new WorkSignal(),
            gate,
            lines,
            new Mailboxes.Settings(10, LONG, LONG, Duration.ofMillis(1), 29, LONG, LONG));
    private final Chats chats = TestLedger.chats(database, TOPICS, clock);
    private final Settlement settlement = new Settlement(TOPICS, new Settlement.Settings(true, LONG, false));
    private final Confirmations confirmations =
            new Confirmations(database, clock, LONG, settlement, new WorkSignal(), new WorkSignal());
    private final Inquiries inquiries =
            new Inquiries(confirmations, chats, new Calls("key", clock), gate, new Evidence(clock, LONG, LONG, LONG));

    private void pause() {
        gate.keyRejected("HTTP 401");
        clock.pass(PROBE);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_claim_that_the_database_fails_gives_its_probe_back() {
        pause();
        database.close();

        assertThatThrownBy(mailboxes::claim).isInstanceOf(LedgerException.class);

        assertProbeIsThere();
    }

    @Test
    void questions_that_the_database_fails_to_find_give_their_probe_back() {
        pause();
        database.close();

        assertThatThrownBy(inquiries::late).isInstanceOf(LedgerException.class);
        assertProbeIsThere();
        pause();
        assertThatThrownBy(inquiries::unknownChats).isInstanceOf(LedgerException.class);
        assertProbeIsThere();
    }

    @Test
    void a_question_that_the_database_does_not_let_begin_gives_its_probe_back() throws Exception {
        AwaitedCall late = lateCall();
        assertThat(gate.permits(10).most()).isZero();
        database.close();

        assertThatThrownBy(() -> inquiries.begin(late)).isInstanceOf(LedgerException.class);

        assertProbeIsThere();
    }

    @Test
    void a_mailbox_that_is_put_off_gives_its_probe_back() throws Exception {
        accept();
        pause();
        List<Mailbox> claimed = mailboxes.claim();
        assertThat(claimed).hasSize(1);
        assertThat(gate.permits(10).most()).isZero();

        mailboxes.putOff(claimed.get(0)).toCompletableFuture().join();

        assertProbeIsThere();
    }

    private void assertProbeIsThere() {
        assertThat(gate.permits(10).most()).isEqualTo(1);
    }

    private void accept() {
        new Acceptance(database, TOPICS, clock, new WorkSignal(), new WorkSignal())
                .accept(List.of(new NewCommand(
                        new Origin("source", "{}", "place", Optional.empty(), Optional.empty()),
                        "c1",
                        "send_message",
                        new GroupAddress.ByChat("chat"),
                        List.of(),
                        List.of(new NewCall(
                                1, CallKind.SEND_MESSAGE, "POST", "/chats/{chat_id}/messages", "{}", Optional.empty())),
                        Optional.empty(),
                        Optional.empty())));
    }

    /** One that Linq has accepted, and of which no event has told in time. */
    private AwaitedCall lateCall() throws InterruptedException {
        accept();
        Mailbox mailbox = mailboxes.claim().get(0);
        new Results(database, mailboxes, clock, lines, settlement, chats, new WorkSignal())
                .record(
                        mailbox,
                        mailbox.next(),
                        new CallResult.Accepted(202, Optional.empty(), Optional.of("message"), Optional.empty()),
                        clock.instant())
                .toCompletableFuture()
                .join();
        clock.pass(LONG);
        pause();
        List<AwaitedCall> late = inquiries.late();
        assertThat(late).hasSize(1);
        return late.get(0);
    }
}
