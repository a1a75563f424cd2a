package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The memory for loaded calls is bounded, however many calls wait. */
class LoadedCallsAreBoundedTest extends OnH2AndPostgres {
    /** Budget of all leased mailboxes, and the same again for calls larger than a mailbox's share. */
    private static final int MOST_IN_HAND = 32_000_000;

    /** The share of one of at most a thousand leased mailboxes. */
    private static final int PART = 16_000;

    private final TestClock clock = new TestClock();
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void only_as_many_large_calls_are_loaded_as_fit_and_all_are_made_in_order() throws Exception {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            accepted.add("c" + i);
            ledger.accept(message("c" + i, "chat-" + i % 20, 1_000_000));
        }

        List<Mailbox> first = ledger.claim();
        assertThat(first).hasSize(16);
        assertThat(inHand(first)).isLessThanOrEqualTo(MOST_IN_HAND);
        assertThat(ledger.claim()).isEmpty();

        List<String> made = new ArrayList<>();
        first.forEach(mailbox -> made.addAll(ledger.work(mailbox)));
        while (made.size() < 40) {
            clock.advance(Duration.ofSeconds(1));
            List<Mailbox> claimed = ledger.claim();
            assertThat(claimed).isNotEmpty();
            assertThat(inHand(claimed)).isLessThanOrEqualTo(MOST_IN_HAND);
            claimed.forEach(mailbox -> made.addAll(ledger.work(mailbox)));
        }
        assertThat(made)
                .containsExactlyInAnyOrderElementsOf(
                        accepted.stream().map(id -> id + " call 1").toList());
        for (int chat = 0; chat < 20; chat++) {
            assertThat(made).containsSubsequence("c" + chat + " call 1", "c" + (chat + 20) + " call 1");
        }
    }

    @OnEachDatabase
    void large_calls_do_not_keep_small_ones_waiting() throws Exception {
        for (int i = 0; i < 20; i++) {
            ledger.accept(message("large " + i, "large-" + i, 1_000_000));
        }
        ledger.claim();
        ledger.accept(message("small", "small", 100));

        assertThat(ledger.onlyMailbox().nextCall().commandId()).isEqualTo("small");
    }

    @OnEachDatabase
    void a_mailbox_with_more_bytes_than_its_share_is_worked_in_several_claims() throws Exception {
        PlannedCall[] calls = IntStream.rangeClosed(1, 6)
                .mapToObj(position -> call(position, PART / 3))
                .toArray(PlannedCall[]::new);
        ledger.accept(command("c", "chat", calls));

        List<List<String>> turns = new ArrayList<>();
        for (List<String> made = ledger.workAll(); !made.isEmpty(); made = ledger.workAll()) {
            turns.add(made);
        }

        assertThat(turns)
                .containsExactly(
                        List.of("c call 1", "c call 2", "c call 3"), List.of("c call 4", "c call 5", "c call 6"));
    }

    @OnEachDatabase
    void a_large_call_behind_a_small_one_is_loaded_afterwards() throws Exception {
        ledger.accept(command("c", "chat", call(1, 10), call(2, 2 * PART), call(3, 10)));

        List<String> made = new ArrayList<>();
        for (List<String> some = ledger.workAll(); !some.isEmpty(); some = ledger.workAll()) {
            made.addAll(some);
        }

        assertThat(made).containsExactly("c call 1", "c call 2", "c call 3");
    }

    @OnEachDatabase
    void the_bodies_of_messages_are_not_loaded_to_confirm_them() throws Exception {
        ledger.accept(message("c", "chat", 1_000_000));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat"));
        ledger.database.jdbi().useHandle(handle -> handle.execute("UPDATE call SET confirm_at = finished_at"));

        assertThat(ledger.confirmations.claimLateCalls(10)).singleElement().satisfies(call -> assertThat(call.body())
                .isEmpty());
    }

    private static long inHand(List<Mailbox> mailboxes) {
        return mailboxes.stream()
                .mapToLong(mailbox -> mailbox.nextCall().body().length())
                .sum();
    }

    static PlannedCommand message(String commandId, String chatId, int bytes) {
        return command(commandId, chatId, call(1, bytes));
    }

    private static PlannedCall call(int position, int bytes) {
        return new PlannedCall(
                position,
                CallKind.SEND_MESSAGE,
                "POST",
                "/chats/{chat_id}/messages",
                "x".repeat(bytes),
                Optional.empty());
    }

    private static PlannedCommand command(String commandId, String chatId, PlannedCall... calls) {
        return aCommand(commandId).toChat(chatId).with(calls);
    }
}
