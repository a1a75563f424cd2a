package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.named;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerSchema;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.MailboxLocks;
import dev.linqroutes.ledger.mailbox.MailboxMergeProperties;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A chat has one mailbox, also when a command addressed it by its id before the response to its create was recorded. */
class OneMailboxPerChatTest extends OnH2AndPostgres {
    private final TestClock clock = new TestClock();
    private TestLedger ledger;
    private TestLedger other;

    @BeforeEach
    void open() throws Exception {
        String url = freshDatabase();
        ledger = TestLedger.on(url, clock).open();
        other = TestLedger.on(url, clock).open();
    }

    @AfterEach
    void close() {
        other.close();
        ledger.close();
    }

    @OnEachDatabase
    void calls_by_group_ref_and_by_chat_id_are_made_in_order_of_acceptance() throws Exception {
        ledger.accept(create("create", "g", 1));
        Mailbox creating = ledger.onlyMailbox();
        ledger.accept(send("m1", "g"), sendToChat("m2", "C"), send("m3", "g"), sendToChat("m4", "C"));

        ledger.record(creating, accepted("C"));
        ledger.accept(sendToChat("m5", "C"), send("m6", "g"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly(calls("m1", "m2", "m3", "m4", "m5", "m6"));
    }

    @OnEachDatabase
    void the_worker_of_the_create_leaves_the_merged_mailbox_to_the_next_claim() throws Exception {
        ledger.accept(create("create", "g", 3));
        Mailbox creating = ledger.onlyMailbox();
        ledger.accept(sendToChat("m", "C"));

        ledger.record(creating, accepted("C"));

        assertThat(ledger.inHand(creating)).isFalse();
        assertThat(other.work(other.onlyMailbox())).containsExactly("create call 2", "create call 3", "m call 1");
    }

    @OnEachDatabase
    void no_call_to_the_chat_starts_while_another_instance_has_one_in_flight() throws Exception {
        ledger.accept(create("create", "g", 2));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(sendToChat("m1", "C"), sendToChat("m2", "C"));
        Mailbox sending = other.onlyMailbox();

        ledger.record(creating, accepted("C"));
        assertThat(ledger.claim()).isEmpty();
        ledger.accept(send("m3", "g"));
        assertThat(ledger.claim()).isEmpty();
        other.record(sending, accepted("C"));

        assertThat(other.inHand(sending)).isFalse();
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("create call 2", "m2 call 1", "m3 call 1");
    }

    @OnEachDatabase
    void
            a_worker_whose_mailbox_became_part_of_another_begins_no_further_call_and_keeps_the_lease_for_the_one_in_flight()
                    throws Exception {
        ledger.accept(create("create", "g", 2));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(sendToChat("m1", "C"), sendToChat("m2", "C"));
        Mailbox sending = other.onlyMailbox();
        ledger.record(creating, accepted("C"));

        for (int i = 0; i < 12; i++) {
            clock.advance(Duration.ofSeconds(9));
            sending.startNextCall(clock.instant());
            other.renew();
        }

        assertThat(sending.hasNextCall(clock.instant())).isFalse();
        assertThat(ledger.claim()).isEmpty();
        other.record(sending, accepted("C"));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("create call 2", "m2 call 1");
    }

    @OnEachDatabase
    void the_result_of_the_call_in_flight_applies_to_the_merged_mailbox() throws Exception {
        ledger.accept(create("create", "g", 2));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(sendToChat("m1", "C"), sendToChat("m2", "C"));
        Mailbox sending = other.onlyMailbox();
        ledger.record(creating, accepted("C"));

        other.record(sending, new Retry(Duration.ofSeconds(40), Reason.THROTTLED, fault(429)));

        assertThat(ledger.claim()).as("Linq requested a delay for the one chat").isEmpty();
        clock.advance(Duration.ofSeconds(40));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("create call 2", "m1 call 1", "m2 call 1");
    }

    @OnEachDatabase
    void a_failed_call_in_flight_fails_its_command_once() throws Exception {
        ledger.accept(create("create", "g", 1));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(sendToChat("m1", "C"));
        Mailbox sending = other.onlyMailbox();
        ledger.record(creating, accepted("C"));

        other.record(sending, new CallResult.Failed(fault(400)));

        assertThat(ledger.workAll()).isEmpty();
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").textValue() + " "
                        + outcome.get("status").textValue())
                .containsExactly("create accepted", "m1 failed");
    }

    @OnEachDatabase
    void a_dead_instances_call_in_flight_is_indeterminate_and_the_chat_continues() throws Exception {
        ledger.accept(create("create", "g", 2));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(sendToChat("m1", "C"));
        other.onlyMailbox();
        ledger.record(creating, accepted("C"));
        clock.advance(TestLedger.LEASE);

        Mailbox all = ledger.onlyMailbox();
        ledger.record(all, accepted("C"));

        assertThat(all.nextCall().describe()).isEqualTo("m1 call 1");
        assertThat(all.nextCall().indeterminate()).isTrue();
    }

    @OnEachDatabase
    void a_late_worker_releases_no_lease_of_another() throws Exception {
        ledger.accept(create("create", "g", 2));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(sendToChat("m1", "C"));
        Mailbox late = other.onlyMailbox();
        ledger.record(creating, accepted("C"));
        clock.advance(TestLedger.LEASE);
        Mailbox all = ledger.onlyMailbox();

        other.record(late, accepted("C"));

        assertThat(other.claim()).isEmpty();
        assertThat(all.hasNextCall(clock.instant())).isTrue();
    }

    @OnEachDatabase
    void messages_by_group_ref_and_by_chat_id_count_against_one_rate_limit() throws Exception {
        ledger.accept(create("create", "g", 10));
        Mailbox creating = ledger.onlyMailbox();
        for (int i = 1; i <= 30; i++) {
            other.accept(sendToChat("m" + i, "C"));
        }
        Mailbox sending = other.onlyMailbox();
        for (int i = 1; i <= 15; i++) {
            other.record(sending, accepted("C"));
        }
        ledger.record(creating, accepted("C"));
        other.record(sending, accepted("C"));

        Mailbox all = ledger.onlyMailbox();
        int sent = ledger.work(all).size();

        assertThat(1 + 15 + 1 + sent).isEqualTo(TestLedger.PER_MINUTE);
    }

    @OnEachDatabase
    void a_throttled_chat_waits_under_group_ref_and_chat_id() throws Exception {
        ledger.accept(create("create", "g", 2));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(sendToChat("m1", "C"));
        other.record(other.onlyMailbox(), new Retry(Duration.ofSeconds(30), Reason.THROTTLED, fault(429)));

        ledger.record(creating, accepted("C"));

        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(ledger.onlyMailbox().chatId()).contains("C");
    }

    @OnEachDatabase
    void a_delayed_command_by_chat_id_is_released_into_the_merged_mailbox() throws Exception {
        ledger.accept(create("create", "g", 1));
        Mailbox creating = ledger.onlyMailbox();
        ledger.accept(like(sendToChat("late", "C"))
                .notBefore(clock.instant().plusSeconds(60))
                .asItIs());
        ledger.record(creating, accepted("C"));
        clock.advance(Duration.ofSeconds(60));
        ledger.accept(send("m1", "g"));

        ledger.releaseDelayed();
        ledger.accept(send("m2", "g"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly(calls("m1", "late", "m2"));
    }

    @OnEachDatabase
    void a_failed_command_by_chat_id_is_replayed_in_the_merged_mailbox() throws Exception {
        ledger.accept(create("create", "g", 1));
        Mailbox creating = ledger.onlyMailbox();
        ledger.accept(sendToChat("m1", "C"));
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(fault(400)));
        ledger.record(creating, accepted("C"));

        assertThat(ledger.failedCommands.replay("m1")).isEmpty();
        ledger.accept(send("m2", "g"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly(calls("m1", "m2"));
        assertThat(ledger.takeOutcomes())
                .filteredOn(outcome -> outcome.get("command_id").textValue().equals("m1"))
                .allSatisfy(outcome ->
                        assertThat(outcome.get("chat_id").textValue()).isEqualTo("C"));
        // Retention finds the commands of a group by this column.
        List<String> mailboxes = ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT DISTINCT mailbox FROM command")
                .mapTo(String.class)
                .list());
        assertThat(mailboxes).containsExactly("ref:g");
    }

    @OnEachDatabase
    void delayed_commands_are_locked_after_their_mailboxes() throws Exception {
        PlannedCommand send = sendToChat("m1", "C");
        ledger.accept(like(send).notBefore(clock.instant().plusSeconds(10)).asItIs());
        clock.advance(Duration.ofSeconds(10));
        try (Handle merging = other.database.jdbi().open()) {
            merging.begin();
            MailboxLocks.insertMissingAndLock(merging, List.of("chat:C"));
            CompletableFuture<Void> releasing = CompletableFuture.runAsync(ledger::releaseDelayed);
            // It waits for the mailbox.
            assertThatThrownBy(() -> releasing.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            assertThat(merging.createQuery("SELECT command_id FROM command FOR UPDATE SKIP LOCKED")
                            .mapTo(String.class)
                            .list())
                    .containsExactly("m1");
            merging.commit();
            releasing.get(10, TimeUnit.SECONDS);
        }

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly(calls("m1"));
    }

    @OnEachDatabase
    void commands_that_another_instance_has_released_are_not_released_again() throws Exception {
        ledger.accept(like(sendToChat("m1", "C"))
                .notBefore(clock.instant().plusSeconds(10))
                .asItIs());
        clock.advance(Duration.ofSeconds(10));
        try (Handle holding = other.database.jdbi().open()) {
            holding.begin();
            MailboxLocks.insertMissingAndLock(holding, List.of("chat:C"));
            CompletableFuture<Void> releasing = CompletableFuture.runAsync(ledger::releaseDelayed);
            assertThatThrownBy(() -> releasing.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            holding.execute("UPDATE command SET status = 'cancelled'");
            holding.execute("UPDATE call SET status = 'cancelled'");
            holding.commit();
            releasing.get(10, TimeUnit.SECONDS);
        }

        assertThat(ledger.workAll()).isEmpty();
        String status = ledger.database.jdbi().withHandle(handle -> handle.createQuery("SELECT status FROM call")
                .mapTo(String.class)
                .one());
        assertThat(status).isEqualTo("cancelled");
    }

    @OnEachDatabase
    void a_merged_mailbox_is_not_inserted_again_by_a_late_worker() throws Exception {
        ledger.accept(sendToChat("m1", "C"));

        ledger.database
                .jdbi()
                .useTransaction(handle -> MailboxLocks.insertMissingAndLock(handle, List.of("chat:C", "chat:merged")));

        List<String> mailboxes = ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT mailbox FROM mailbox")
                .mapTo(String.class)
                .list());
        assertThat(mailboxes).containsExactly("chat:C");
    }

    @OnEachDatabase
    void a_failed_command_of_a_deleted_group_is_not_replayed_with_a_reason() throws Exception {
        ledger.accept(sendToChat("m1", "C"));
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(fault(400)));
        // As after its chat became a group's, and the group was deleted.
        ledger.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM chat_group"));

        assertThat(ledger.failedCommands.replay("m1"))
                .contains("its group is no longer in the ledger; send it as a new command");
    }

    @OnEachDatabase
    void a_name_reported_for_the_chat_before_the_merge_is_the_groups() throws Exception {
        ledger.accept(named("create", "g", "G", "members"));
        Mailbox creating = ledger.onlyMailbox();
        ledger.accept(sendToChat("m1", "C"));
        ledger.store(TestEvent.naming("e1", "C", "G"));
        ledger.record(creating, accepted("C"));
        ledger.workAll();

        ledger.accept(named("next", "h", "H", "members"));

        assertThat(ledger.onlyMailbox().blocker()).isEmpty();
    }

    @OnEachDatabase
    void a_rename_in_flight_during_the_merge_is_the_groups() throws Exception {
        ledger.accept(named("create", "g", "G", "members"));
        Mailbox creating = ledger.onlyMailbox();
        other.accept(aCommand("rename")
                .ofType("type")
                .toChat("C")
                .with(CallKind.UPDATE_CHAT, "/chats/{chat_id}", "{\"display_name\":\"G\"}"));
        Mailbox renaming = other.onlyMailbox();
        ledger.record(creating, accepted("C"));
        other.record(renaming, accepted("C"));

        clock.advance(Duration.ofSeconds(1));
        ledger.workAll();
        ledger.accept(named("next", "h", "H", "members"));

        assertThat(ledger.onlyMailbox().blocker()).hasValueSatisfying(turn -> assertThat(turn.nameless())
                .as("a name is expected: the rename was sent")
                .isFalse());
    }

    @OnEachDatabase
    void a_chat_addressed_by_its_id_after_a_lost_response_is_the_creates_own() throws Exception {
        ledger.accept(create("create", "g", 2));
        other.onlyMailbox();
        clock.advance(Duration.ofSeconds(10));
        ledger.accept(sendToChat("m1", "C"));
        // The worker has died without a response.
        clock.advance(TestLedger.LEASE);
        Mailbox creating = ledger.claim().stream()
                .filter(mailbox -> mailbox.name().equals("ref:g"))
                .findFirst()
                .orElseThrow();

        ledger.record(creating, accepted("C"));

        assertThat(ledger.outcomes()).isEmpty();
        assertThat(ledger.accept(send("m2", "g")).accepted()).isEqualTo(1);
    }

    @OnEachDatabase
    void a_create_whose_lease_is_lost_does_not_merge() throws Exception {
        ledger.accept(create("create", "g", 2));
        Mailbox late = ledger.onlyMailbox();
        ledger.accept(sendToChat("m1", "C"));
        ledger.work(ledger.onlyMailbox());
        clock.advance(TestLedger.LEASE);
        Mailbox again = other.onlyMailbox();

        ledger.record(late, accepted("C"));
        assertThat(ledger.claim()).isEmpty();
        other.record(again, accepted("C"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("create call 2");
        assertThat(ledger.accept(send("m2", "g"), sendToChat("m3", "C")).accepted())
                .isEqualTo(2);
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly(calls("m2", "m3"));
    }

    @OnEachDatabase(times = 10)
    void a_command_by_chat_id_accepted_during_the_merge_goes_into_the_merged_mailbox() throws Exception {
        ledger.accept(create("create", "g", 1));
        Mailbox creating = ledger.onlyMailbox();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> both = new ArrayList<>();
            both.add(pool.submit(() -> {
                start.await();
                return other.accept(sendToChat("m1", "C"), send("m2", "g"));
            }));
            both.add(pool.submit(() -> {
                start.await();
                ledger.record(creating, accepted("C"));
                return null;
            }));
            start.countDown();
            for (Future<?> each : both) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        ledger.giveBack(creating);
        ledger.accept(send("m3", "g"), sendToChat("m4", "C"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly(calls("m1", "m2", "m3", "m4"));
    }

    @OnEachDatabase
    void with_two_instances_a_chat_keeps_order_and_rate_limit_and_gets_each_call_once() throws Exception {
        Set<String> outcomeIds = new HashSet<>();
        for (long seed = 1; seed <= 25; seed++) {
            new MailboxMergeProperties(ledger, clock, seed).run();
            for (JsonNode outcome : ledger.takeOutcomes()) {
                String id = outcome.get("command_id").textValue();
                assertThat(outcomeIds.add(id)).as("one outcome of %s", id).isTrue();
                assertThat(outcome.get("status").textValue()).as(id).isEqualTo("accepted");
            }
        }
    }

    @OnEachDatabase
    void two_mailboxes_of_a_chat_in_an_older_ledger_are_merged() throws Exception {
        String old = emptyDatabase();
        try (HikariDataSource source = Database.dataSource(old, "", "", 3)) {
            LedgerSchema.migrationConfig(source, old.startsWith("jdbc:h2:"))
                    .target("6")
                    .load()
                    .migrate();
            Jdbi.create(source).useHandle(OneMailboxPerChatTest::twoMailboxesOfAChat);
        }
        try (TestLedger migrated = TestLedger.on(old, clock).open()) {
            migrated.accept(sendToChat("m4", "C"), send("m5", "g"));
            clock.advance(TestLedger.LEASE);

            assertThat(migrated.work(migrated.onlyMailbox())).containsExactly(calls("m1", "m2", "m3", "m4", "m5"));
            assertThat(migrated.accept(send("m6", "stray")).refused()).isEqualTo(1);
            migrated.accept(named("c7", "h", "name", "members of stray"));
            assertThat(migrated.onlyMailbox().isBlocked()).isFalse();
            assertThat(migrated.outcomes())
                    .filteredOn(outcome -> outcome.has("calls"))
                    .hasSize(5)
                    .allSatisfy(outcome ->
                            assertThat(outcome.get("chat_id").textValue()).isEqualTo("C"));
        }
    }

    private static void twoMailboxesOfAChat(Handle handle) {
        for (String group : List.of(
                "'ref:g', 'g', 'C', 'created'",
                "'ref:stray', 'stray', 'C', 'created'",
                "'chat:C', NULL, 'C', 'created'")) {
            handle.execute("INSERT INTO chat_group (mailbox, group_ref, chat_id, status) VALUES (" + group + ")");
        }
        handle.execute("INSERT INTO member_set (member_set, mailbox) VALUES ('members of stray', 'ref:stray')");
        handle.execute("INSERT INTO mailbox (mailbox, arrived) VALUES ('ref:g', 1)");
        handle.execute(
                "INSERT INTO mailbox (mailbox, arrived, due_at, lease) VALUES ('chat:C', 1, CURRENT_TIMESTAMP, 'l')");
        for (String each : List.of("m1 chat:C", "m2 ref:g", "m3 chat:C")) {
            String[] command = each.split(" ");
            handle.execute(
                    "INSERT INTO command (command_id, type, source_id, source, place, mailbox, chat_id, warnings, status,"
                            + " accepted_at) VALUES (?, 't', ?, '{}', 'p', ?, ?, '[]', 'waiting',"
                            + " TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00Z')",
                    command[0],
                    command[0],
                    command[1],
                    command[1].equals("chat:C") ? "C" : null);
            handle.execute(
                    "INSERT INTO call (command_id, position, mailbox, kind, method, path, body, status, attempts)"
                            + " VALUES (?, 1, ?, 'SEND_MESSAGE', 'POST', '/x', '{}', 'waiting', 0)",
                    command[0],
                    command[1]);
        }
    }

    private static String[] calls(String... commands) {
        return List.of(commands).stream().map(command -> command + " call 1").toArray(String[]::new);
    }
}
