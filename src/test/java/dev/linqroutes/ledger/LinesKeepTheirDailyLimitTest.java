package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The daily limit of a line on sent and received messages (reference 1.4). */
class LinesKeepTheirDailyLimitTest extends OnH2AndPostgres {
    private static final int MOST = 10;
    private static final String LINE = "+12025550100";

    private final TestClock clock = new TestClock();
    private String url;
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = freshDatabase();
        ledger = TestLedger.on(url, clock).mostPerDay(MOST).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void the_daily_limit_of_a_line_holds_for_all_its_groups_together() throws Exception {
        for (String ref : List.of("a", "b", "c", "d", "e")) {
            ledger.accept(aGroup(ref, 4));
        }
        List<Mailbox> atOnce = ledger.claim();
        List<String> sent = new ArrayList<>();
        atOnce.forEach(mailbox -> sent.addAll(ledger.work(mailbox)));

        assertThat(sent).hasSize(MOST);
        assertThat(ledger.lines.messagesToday(LINE)).isEqualTo(MOST);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.workAll()).isEmpty();
        clock.advance(Duration.ofHours(14));
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofHours(1));
        assertThat(ledger.workAll()).hasSize(MOST);
    }

    @OnEachDatabase
    void a_process_knows_what_a_line_has_sent_before_it_started() throws Exception {
        ledger.accept(aGroup("a", 4));
        ledger.workAll();

        try (TestLedger restarted = TestLedger.on(url, clock).open()) {
            List<String> metered = new ArrayList<>();
            restarted.lines.onNewLine(metered::add);
            assertThat(restarted.lines.readAll()).isEqualTo(Map.of(LINE, 4L));
            assertThat(restarted.lines.messagesToday(LINE)).isEqualTo(4);
            assertThat(metered).containsExactly(LINE);

            clock.advance(Duration.ofDays(1));
            assertThat(restarted.lines.readAll()).isEmpty();
            assertThat(restarted.lines.messagesToday(LINE)).isZero();
        }
    }

    @OnEachDatabase
    void the_daily_limit_of_a_line_holds_when_an_unreadable_group_is_isolated() throws Exception {
        for (String ref : List.of("a", "b", "c", "d", "e")) {
            ledger.accept(aGroup(ref, 4));
        }
        ledger.database
                .jdbi()
                .useHandle(handle ->
                        handle.execute("UPDATE call SET kind = 'FROM_A_LATER_VERSION' WHERE command_id = 'c'"));
        List<Mailbox> claimed = ledger.claim();
        assertThat(claimed).hasSize(4);

        List<String> sent = new ArrayList<>();
        claimed.forEach(mailbox -> sent.addAll(ledger.work(mailbox)));

        assertThat(sent).hasSize(MOST);
    }

    @OnEachDatabase
    void the_grant_of_a_leased_group_is_not_granted_to_others() throws Exception {
        ledger.accept(aGroup("a", MOST));
        Mailbox first = ledger.onlyMailbox();
        ledger.accept(aGroup("b", 1));

        assertThat(ledger.workAll()).isEmpty();
        ledger.record(first, new CallResult.Failed(fault(400)));
        ledger.work(first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.workAll()).containsExactly("b call 1");
    }

    @OnEachDatabase
    void a_group_that_waits_for_a_grant_sends_nothing() throws Exception {
        ledger.accept(aGroup("a", MOST));
        ledger.onlyMailbox();
        ledger.accept(aGroup("b", 1));
        Mailbox second = ledger.onlyMailbox();

        clock.advance(Duration.ofSeconds(2));

        assertThat(second.hasNextCall(clock.instant())).isFalse();
    }

    @OnEachDatabase
    void received_messages_count_like_sent_ones() throws Exception {
        for (int i = 0; i < MOST - 1; i++) {
            ledger.store(event("e" + i, "message.received", "somebody"));
        }
        ledger.store(event("e0", "message.received", "somebody"));
        ledger.store(event("r", "message.read", "somebody"));
        ledger.accept(aGroup("a", 3));

        assertThat(ledger.workAll()).containsExactly("a call 1");
        assertThat(ledger.lines.messagesToday(LINE)).isEqualTo(MOST);
    }

    @OnEachDatabase
    void a_chat_created_elsewhere_has_the_line_of_its_events() throws Exception {
        ledger.store(event("e1", "message.read", "chat-1"));
        ledger.accept(sendToChat("s1", "chat-1"), sendToChat("s2", "chat-2"));
        ledger.workAll();
        assertThat(ledger.lines.messagesToday(LINE)).isEqualTo(1);

        ledger.store(event("e2", "message.sent", "chat-2"));
        ledger.accept(sendToChat("s3", "chat-2"));
        ledger.workAll();
        assertThat(ledger.lines.messagesToday(LINE)).isEqualTo(2);
    }

    private static PlannedCommand aGroup(String ref, int messages) {
        return aCommand(ref)
                .forGroup(new GroupAddress.NewGroup(ref, LINE, "set of " + ref, Optional.empty()))
                .withMessages(messages);
    }

    private static VerifiedEvent event(String eventId, String type, String chatId) {
        return TestEvent.of(eventId, type).inChat(chatId).onLine(LINE).event();
    }
}
