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
 * An item that the database rejects, that cannot be read, or that causes an internal error does not block others. Tests add
 * a constraint that rejects a marked row, or corrupt a row by an UPDATE.
 */
class BadItemsAreIsolatedTest extends OnH2AndPostgres {
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
    void a_command_that_the_database_rejects_is_a_dead_letter_and_the_others_are_accepted() throws Exception {
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
    void a_command_whose_refusal_is_rejected_is_refused_by_its_position() throws Exception {
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
    @SuppressWarnings({"unchecked", "rawtypes"}) // As a defect of this program would do.
    void a_command_that_causes_an_internal_error_is_refused_and_the_health_check_reports_it() throws Exception {
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
    void an_event_that_the_database_rejects_fails_alone_and_nothing_is_counted_twice() throws Exception {
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
    void an_event_about_a_chat_whose_state_cannot_be_read_is_stored() throws Exception {
        ledger.events.record(event("e1", "chat")).toCompletableFuture().join();
        sql("UPDATE chat SET state = '{\"name\":'");

        assertThat(ledger.events.record(event("e2", "chat")).toCompletableFuture())
                .succeedsWithin(LONG);
    }

    @OnEachDatabase
    void a_result_that_the_database_rejects_fails_its_call_and_releases_its_mailbox() throws Exception {
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
    void a_result_that_cannot_be_recorded_at_all_defers_its_mailbox() throws Exception {
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
    void a_mailbox_with_an_unreadable_row_is_deferred_and_the_others_are_claimed() throws Exception {
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
    void a_mailbox_with_an_incomplete_group_is_deferred_and_the_others_are_claimed() throws Exception {
        for (int i = 0; i < 5; i++) {
            ledger.accept(create("c" + i, "order-" + i, 1));
        }
        sql("UPDATE chat_group SET member_set = NULL WHERE group_ref = 'order-3'");

        assertThat(ledger.claim())
                .hasSize(4)
                .noneMatch(each -> each.nextCall().commandId().equals("c3"));
    }

    @OnEachDatabase
    void a_record_with_unreadable_headers_is_sent_without_them_in_its_order() throws Exception {
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
    void an_unreadable_signal_is_deferred_and_other_calls_are_confirmed() throws Exception {
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
    void an_unreadable_late_call_does_not_stop_the_polling_of_others() throws Exception {
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
    void a_delayed_command_that_cannot_be_released_is_deferred_and_the_others_are_released() throws Exception {
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
    void a_delayed_command_whose_group_is_gone_is_deferred_and_the_others_are_released() throws Exception {
        for (PlannedCommand each : sends(0, 3)) {
            ledger.accept(like(each).notBefore(clock.instant().plusSeconds(10)).asItIs());
        }
        String mailbox = "(SELECT mailbox FROM command WHERE command_id = 'c1')";
        sql("UPDATE chat_group SET mailbox = 'moved' WHERE mailbox = " + mailbox);
        clock.advance(Duration.ofSeconds(10));

        ledger.releaseDelayed();

        assertThat(ledger.claim())
                .extracting(each -> each.nextCall().commandId())
                .containsExactlyInAnyOrder("c0", "c2");
        sql("UPDATE chat_group SET mailbox = " + mailbox + " WHERE mailbox = 'moved'");
        clock.advance(Duration.ofMinutes(1));
        ledger.releaseDelayed();
        assertThat(ledger.claim()).anyMatch(each -> each.nextCall().commandId().equals("c1"));
    }

    @OnEachDatabase
    void a_delayed_command_is_released_however_many_that_cannot_be_come_before_it() throws Exception {
        ledger.accept(IntStream.range(0, 1_000)
                .mapToObj(i -> like(create("bad" + i, "bad" + i, 1))
                        .notBefore(clock.instant().plusSeconds(9))
                        .asItIs())
                .toArray(PlannedCommand[]::new));
        ledger.accept(like(create("good", "good", 1))
                .notBefore(clock.instant().plusSeconds(10))
                .asItIs());
        sql("UPDATE chat_group SET mailbox = 'moved ' || mailbox WHERE group_ref LIKE 'bad%'");
        clock.advance(Duration.ofSeconds(10));

        ledger.releaseDelayed();

        assertThat(ledger.workAll()).containsExactly("good call 1");
    }

    @OnEachDatabase
    void no_command_is_refused_for_a_schema_that_a_newer_version_has_changed() throws Exception {
        sql("ALTER TABLE command RENAME COLUMN place TO position_of_it");

        assertThatCode(() -> ledger.accept(sends(0, 3).toArray(PlannedCommand[]::new)))
                .isInstanceOf(LedgerUnavailable.class);

        assertThat(ledger.database.recentRefusal()).isPresent();
        sql("ALTER TABLE command RENAME COLUMN position_of_it TO place");
        assertThat(ledger.accept(sends(0, 3).toArray(PlannedCommand[]::new)))
                .isEqualTo(new CommandIntake.Counts(3, 0, 0));
    }

    @OnEachDatabase
    void an_unavailable_database_isolates_no_item() throws Exception {
        ledger.close();

        assertThat(ledger.events.record(event("e1", "chat")).toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(LedgerUnavailable.class);
        assertThatCode(() -> ledger.accept(sendToChat("c1", "chat-1"))).isInstanceOf(LedgerUnavailable.class);
        assertThat(ledger.database.recentFault()).isEmpty();
    }

    /** One message each to different chats. */
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
