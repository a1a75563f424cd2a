package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * One item that the database does not take, that cannot be read, or that this program fails at, holds up no other. A constraint that a test adds refuses one marked row; an UPDATE spoils another.
 */
class OneBadItemStopsNoOtherTest extends OnH2AndPostgres {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).confirming().open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_command_that_the_database_refuses_is_a_dead_letter_and_its_neighbours_are_accepted() throws Exception {
        sql("ALTER TABLE command ADD CONSTRAINT nothing_bad CHECK (command_id NOT LIKE 'bad%')");
        List<PlannedCommand> batch = new ArrayList<>(sends(0, 40));
        batch.add(13, sendToChat("bad one", "chat of bad"));
        batch.add(30, sendToChat("bad two", "chat of bad"));

        CommandIntake.Counts accepted = ledger.accept(batch.toArray(PlannedCommand[]::new));

        assertThat(accepted).isEqualTo(new CommandIntake.Counts(40, 2, 0));
        assertThat(ledger.outgoing().stream().filter(each -> each.topic().equals("dead")))
                .extracting(each -> new String(each.value(), StandardCharsets.UTF_8))
                .containsExactly("body of bad one", "body of bad two");
        assertThat(ledger.outgoing().stream().filter(each -> each.topic().equals("dead")))
                .allSatisfy(each -> assertThat(each.headers().get("linq-error-message"))
                        .startsWith("the ledger's database rejects it: ")
                        .containsIgnoringCase("nothing_bad"));
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").asText())
                .containsExactly("bad one", "bad two");
        assertThat(ledger.accept(batch.toArray(PlannedCommand[]::new))).isEqualTo(new CommandIntake.Counts(0, 0, 42));
        assertThat(ledger.database.recentFault()).isEmpty();
    }

    @OnEachDatabase
    void a_command_whose_refusal_is_not_taken_either_is_refused_by_its_position() throws Exception {
        PlannedCommand good = sendToChat("bad", "chat-1");
        PlannedCommand bad = with("c".repeat(600), good.warnings(), good);

        assertThat(ledger.accept(sendToChat("before", "chat-1"), bad, sendToChat("after", "chat-1")))
                .isEqualTo(new CommandIntake.Counts(2, 1, 0));

        assertThat(ledger.outcomes()).hasSize(1).allSatisfy(outcome -> {
            assertThat(outcome.has("command_id")).isFalse();
            assertThat(outcome.get("status").asText()).isEqualTo("refused");
        });
    }

    @OnEachDatabase
    @SuppressWarnings({"unchecked", "rawtypes"}) // As a fault of this program would.
    void a_command_that_this_program_fails_at_is_refused_and_health_says_so() throws Exception {
        PlannedCommand good = sendToChat("bad", "chat-1");
        PlannedCommand bad = with("bad", (List) List.of(new Object()), good);

        assertThat(ledger.accept(sendToChat("c1", "chat-1"), bad, sendToChat("c2", "chat-1")))
                .isEqualTo(new CommandIntake.Counts(2, 1, 0));

        assertThat(ledger.outcomes()).hasSize(1).allSatisfy(outcome -> assertThat(
                        outcome.at("/problems/0/message").asText())
                .startsWith("internal error, please report it: "));
        assertThat(ledger.database.recentFault())
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("cannot accept 1 commands: "));
    }

    @OnEachDatabase
    void an_event_that_the_database_refuses_fails_alone_and_nothing_is_counted_twice() throws Exception {
        ledger.events.record(event("seen before", "chat")).toCompletableFuture().join();
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String chatId = i == 17 ? "c".repeat(65) : "chat-" + i;
            stored.add(ledger.events.record(event("e" + i, chatId)).toCompletableFuture());
        }
        stored.add(ledger.events.record(event("seen before", "chat")).toCompletableFuture());

        for (int i = 0; i < stored.size(); i++) {
            if (i == 17) {
                assertThat(stored.get(i))
                        .failsWithin(LONG)
                        .withThrowableThat()
                        .withCauseInstanceOf(LedgerDataRefused.class);
            } else {
                assertThat(stored.get(i)).succeedsWithin(LONG);
            }
        }
        assertThat(ledger.outgoing())
                .filteredOn(each -> each.topic().equals("events"))
                .hasSize(40);
        assertThat(ledger.events.duplicates()).isEqualTo(1);
    }

    @OnEachDatabase
    void an_event_about_a_chat_whose_state_cannot_be_read_is_stored_all_the_same() throws Exception {
        ledger.events.record(event("e1", "chat")).toCompletableFuture().join();
        sql("UPDATE chat SET state = '{\"name\":'");

        assertThat(ledger.events.record(event("e2", "chat")).toCompletableFuture())
                .succeedsWithin(LONG);
    }

    @OnEachDatabase
    void a_result_that_the_database_refuses_fails_its_call_and_gives_its_mailbox_back() throws Exception {
        sql("ALTER TABLE call ADD CONSTRAINT nothing_bad CHECK (trace_id <> 'bad')");
        ledger.accept(sends(0, 20).toArray(PlannedCommand[]::new));
        List<Mailbox> claimed = ledger.claim();
        List<CompletableFuture<Void>> recorded = new ArrayList<>();
        for (Mailbox mailbox : claimed) {
            String trace = mailbox.nextCall().commandId().equals("c7") ? "bad" : "good";
            recorded.add(ledger.answered(mailbox, answer(trace)));
        }

        assertThat(recorded).allSatisfy(each -> assertThat(each).succeedsWithin(LONG));

        assertThat(ledger.outcomes()).hasSize(1).allSatisfy(outcome -> {
            assertThat(outcome.get("command_id").asText()).isEqualTo("c7");
            assertThat(outcome.get("status").asText()).isEqualTo("failed");
            assertThat(outcome.at("/calls/0/error_message").asText()).contains("may have reached Linq");
        });
        assertThat(texts("SELECT status FROM call WHERE command_id <> 'c7'")).containsOnly("accepted");
        assertThat(texts("SELECT mailbox FROM mailbox WHERE lease IS NOT NULL")).isEmpty();
        ledger.accept(sendToChat("more", "chat-7"));
        assertThat(ledger.onlyMailbox().nextCall().commandId()).isEqualTo("more");
    }

    @OnEachDatabase
    void a_result_of_which_nothing_is_taken_leaves_its_mailbox_to_be_put_off() throws Exception {
        sql("ALTER TABLE call ADD CONSTRAINT nothing_bad CHECK (command_id <> 'c0' OR status = 'waiting')");
        ledger.accept(sends(0, 2).toArray(PlannedCommand[]::new));
        for (Mailbox mailbox : ledger.claim()) {
            CompletableFuture<Void> recorded = ledger.answered(mailbox, answer("trace"));
            if (mailbox.chatId().equals(Optional.of("chat-0"))) {
                assertThat(recorded).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(LedgerDataRefused.class);
                ledger.putBack(mailbox);
            } else {
                assertThat(recorded).succeedsWithin(LONG);
            }
        }

        assertThat(ledger.onlyMailbox().nextCall().commandId()).isEqualTo("c0");
    }

    @OnEachDatabase
    void a_mailbox_of_which_a_row_cannot_be_read_is_put_off_and_the_others_are_claimed() throws Exception {
        ledger.accept(sends(0, 20).toArray(PlannedCommand[]::new));
        sql("UPDATE call SET kind = 'FROM_A_LATER_VERSION' WHERE command_id = 'c7'");

        assertThat(ledger.claim())
                .hasSize(19)
                .noneMatch(each -> each.nextCall().commandId().equals("c7"));
        assertThat(ledger.claim()).isEmpty();
        assertThat(ledger.database.recentFault()).isPresent();

        sql("UPDATE call SET kind = 'SEND_MESSAGE' WHERE command_id = 'c7'");
        clock.advance(TestLedger.LEASE.minusSeconds(1));
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.claim()).anyMatch(each -> each.nextCall().commandId().equals("c7"));
    }

    @OnEachDatabase
    void a_mailbox_whose_group_lacks_something_is_put_off_and_the_others_are_claimed() throws Exception {
        for (int i = 0; i < 5; i++) {
            ledger.accept(create("c" + i, "order-" + i, 1));
        }
        sql("UPDATE chat_group SET member_set = NULL WHERE group_ref = 'order-3'");

        assertThat(ledger.claim())
                .hasSize(4)
                .noneMatch(each -> each.nextCall().commandId().equals("c3"));
    }

    @OnEachDatabase
    void a_record_whose_headers_cannot_be_read_goes_without_them_in_its_place() throws Exception {
        for (int i = 0; i < 3; i++) {
            ledger.events.record(event("e" + i, "chat")).toCompletableFuture().join();
        }
        sql("UPDATE outbox SET headers = 'no JSON' WHERE outbox_id = (SELECT MIN(outbox_id) + 1 FROM outbox)");

        List<Outbox.PendingRecord> outgoing = ledger.outgoing();

        assertThat(outgoing)
                .extracting(each -> new String(each.value(), StandardCharsets.UTF_8))
                .containsExactly("event e0", "event e1", "event e2");
        assertThat(outgoing.get(1).headers()).containsOnlyKeys("linq-error-message");
    }

    @OnEachDatabase
    void what_an_event_says_that_cannot_be_read_is_put_off_and_the_other_calls_are_confirmed() throws Exception {
        ledger.accept(sends(0, 3).toArray(PlannedCommand[]::new));
        for (Mailbox mailbox : ledger.claim()) {
            ledger.record(mailbox, answer("trace of " + mailbox.nextCall().commandId()));
        }
        for (int i = 0; i < 3; i++) {
            ledger.events
                    .record(TestEvent.of("e" + i, "message.sent")
                            .withTrace("trace of c" + i)
                            .saying(Kind.SENT)
                            .event())
                    .toCompletableFuture()
                    .join();
        }
        sql("UPDATE signal SET kind = 'FROM_A_LATER_VERSION' WHERE trace_id = 'trace of c1'");

        ledger.confirmations.matchBatch();

        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").asText())
                .containsExactlyInAnyOrder("c0", "c2");
        assertThat(ledger.confirmations.matchBatch()).isZero();
    }

    @OnEachDatabase
    void a_late_call_that_cannot_be_read_keeps_no_other_from_being_asked_about() throws Exception {
        ledger.accept(sends(0, 3).toArray(PlannedCommand[]::new));
        for (Mailbox mailbox : ledger.claim()) {
            ledger.record(mailbox, answer("trace"));
        }
        sql("UPDATE call SET kind = 'FROM_A_LATER_VERSION' WHERE command_id = 'c1'");
        clock.advance(TestLedger.DEADLINE);

        assertThat(ledger.confirmations.claimLateCalls(10))
                .extracting(AwaitedCall::commandId)
                .containsExactly("c0", "c2");
        assertThat(ledger.confirmations.claimLateCalls(10)).isEmpty();
    }

    @OnEachDatabase
    void a_delayed_command_that_cannot_be_released_is_put_off_and_the_others_are_released() throws Exception {
        sql("ALTER TABLE command ADD CONSTRAINT nothing_bad CHECK (command_id <> 'c2' OR status = 'delayed')");
        for (PlannedCommand each : sends(0, 5)) {
            ledger.accept(like(each).notBefore(clock.instant().plusSeconds(10)).asItIs());
        }
        clock.advance(Duration.ofSeconds(10));

        ledger.releaseDelayed();

        assertThat(ledger.claim())
                .extracting(each -> each.nextCall().commandId())
                .containsExactlyInAnyOrder("c0", "c1", "c3", "c4");
        sql("ALTER TABLE command DROP CONSTRAINT nothing_bad");
        clock.advance(Duration.ofMinutes(1));
        ledger.releaseDelayed();
        assertThat(ledger.claim()).anyMatch(each -> each.nextCall().commandId().equals("c2"));
    }

    @OnEachDatabase
    void tables_that_a_later_version_has_changed_are_waited_for_and_no_command_is_refused_for_them() throws Exception {
        sql("ALTER TABLE command RENAME COLUMN place TO position_of_it");

        assertThatCode(() -> ledger.accept(sends(0, 3).toArray(PlannedCommand[]::new)))
                .isInstanceOf(LedgerUnavailable.class);

        assertThat(ledger.database.recentRefusal()).isPresent();
        sql("ALTER TABLE command RENAME COLUMN position_of_it TO place");
        assertThat(ledger.accept(sends(0, 3).toArray(PlannedCommand[]::new)))
                .isEqualTo(new CommandIntake.Counts(3, 0, 0));
    }

    @OnEachDatabase
    void the_database_being_away_isolates_nothing() throws Exception {
        ledger.close();

        assertThat(ledger.events.record(event("e1", "chat")).toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(LedgerUnavailable.class);
        assertThatCode(() -> ledger.accept(sendToChat("c1", "chat-1"))).isInstanceOf(LedgerUnavailable.class);
        assertThat(ledger.database.recentFault()).isEmpty();
    }

    /** Each of a group of its own, which is a chat that is known by its id. */
    private static List<PlannedCommand> sends(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> sendToChat("c" + i, "chat-" + i))
                .toList();
    }

    private static PlannedCommand with(String commandId, List<String> warnings, PlannedCommand command) {
        return new PlannedCommand(
                command.origin(),
                commandId,
                command.type(),
                command.group(),
                warnings,
                command.calls(),
                command.notBefore(),
                command.expiresAt());
    }

    private static Accepted answer(String traceId) {
        return new Accepted(202, Optional.empty(), Optional.of("m"), Optional.of(traceId));
    }

    private static VerifiedEvent event(String id, String chatId) {
        return TestEvent.of(id, "message.received").inChat(chatId).event();
    }

    private void sql(String statement) {
        ledger.database.jdbi().useHandle(handle -> handle.execute(statement));
    }

    private List<String> texts(String query) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery(query)
                .mapTo(String.class)
                .list());
    }
}
