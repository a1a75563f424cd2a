package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.ops.CommandRetention;
import dev.linqroutes.ledger.ops.RetentionJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;

/** A group is kept while its line is a member, and is deleted some time later. */
class UnusedGroupsAreDeletedTest extends WithRetention {
    @OnEachDatabase
    void a_group_is_kept_while_its_line_is_a_member() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        recordLineStatus(chatOf("order-1"), "active");
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("command")).isZero();

        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        assertThat(ledger.accept(create("c3", "order-1", 1))).isEqualTo(new CommandIntake.Counts(0, 1, 0));
    }

    @OnEachDatabase
    void a_group_that_its_line_has_left_is_deleted_after_a_period_without_events() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        recordLineStatus(chatOf("order-1"), "active");
        recordLineStatus(chatOf("order-1"), "left");
        takeOutbox();
        clock.advance(RETENTION.minusSeconds(1));
        recordLineStatus(chatOf("order-1"), "removed");
        clock.advance(RETENTION.minusSeconds(1));
        takeOutbox();
        deleteAll();
        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");

        clock.advance(Duration.ofSeconds(2));
        deleteAll();

        assertThat(Map.of("chat_group", count("chat_group"), "chat", count("chat"), "mailbox", count("mailbox")))
                .isEqualTo(Map.of("chat_group", 0L, "chat", 0L, "mailbox", 0L));
        assertThat(takeOutbox()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("groups");
            assertThat(new String(record.key().orElseThrow(), StandardCharsets.UTF_8))
                    .isEqualTo("order-1");
            assertThat(record.value()).isNull();
        });
        assertThat(ledger.accept(create("c2", "order-1", 1))).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @OnEachDatabase
    void a_group_that_its_line_has_left_is_kept_while_it_has_a_command() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        recordLineStatus(chatOf("order-1"), "left");
        clock.advance(RETENTION.minusDays(1));
        ledger.accept(send("c2", "order-1"));
        failNextCall(ledger.onlyMailbox());

        clock.advance(RETENTION);
        deleteAll();

        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");
        assertThat(count("chat")).isEqualTo(1);
    }

    @OnEachDatabase
    void a_group_is_kept_when_its_line_joins_again() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        recordLineStatus(chatOf("order-1"), "left");
        clock.advance(Duration.ofDays(1));
        recordLineStatus(chatOf("order-1"), "active");

        clock.advance(YEARS);
        deleteAll();

        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");
    }

    @OnEachDatabase
    void the_name_of_a_group_that_could_not_be_created_is_deleted_with_the_command() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        failNextCall(ledger.onlyMailbox());

        clock.advance(FAILED_RETENTION.plusSeconds(1));
        deleteAll();

        assertThat(count("chat_group")).isZero();
        assertThat(count("mailbox")).isZero();
    }

    @OnEachDatabase
    void the_mailbox_of_a_chat_without_events_is_deleted_with_its_last_command() throws Exception {
        acceptAndWork(sendToChat("c1", "chat-1"));
        clock.advance(Duration.ofDays(1));
        acceptAndWork(sendToChat("c2", "chat-1"));
        deleteChats();

        clock.advance(RETENTION.minusHours(1));
        deleteAll();
        assertThat(names("mailbox", "mailbox")).containsExactly("chat:chat-1");

        clock.advance(Duration.ofDays(1));
        deleteAll();
        assertThat(count("mailbox")).isZero();
        assertThat(count("chat_group")).isZero();
    }

    @OnEachDatabase
    void a_chat_addressed_by_its_id_is_kept_while_the_line_is_a_member() throws Exception {
        recordLineStatus("chat-1", "active");
        acceptAndWork(sendToChat("c1", "chat-1"));
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("command")).isZero();

        ledger.accept(create("c2", "order-2", 1));
        ledger.record(ledger.onlyMailbox(), accepted("chat-1"));
        assertThat(names("command", "status")).containsExactly("failed");

        recordLineStatus("chat-1", "left");
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("chat_group")).isZero();
        assertThat(count("mailbox")).isZero();
        assertThat(count("chat")).isZero();
    }

    @OnEachDatabase
    void failed_commands_are_deleted_however_many_others_there_are() throws Exception {
        ledger.accept(commands(2 * RetentionJob.MAX_COMMANDS + 1));
        ledger.database.jdbi().useHandle(handle -> {
            handle.execute("UPDATE call SET status = 'accepted'");
            handle.execute("UPDATE command SET batch_id = NULL, row_no = NULL, finished_at = accepted_at,"
                    + " status = CASE WHEN command_id = 'c7' THEN 'failed' ELSE 'accepted' END");
        });
        clock.advance(FAILED_RETENTION.plusSeconds(1));
        CommandRetention rule = new CommandRetention(RETENTION, FAILED_RETENTION);

        runRule(rule);
        runRule(rule);

        assertThat(names("command", "status")).hasSizeGreaterThan(100).doesNotContain("failed");
    }

    @OnEachDatabase
    void a_command_accepted_while_its_group_is_being_deleted_is_worked() throws Exception {
        acceptAndWork(sendToChat("c1", "chat-1"));
        deleteChats();
        clock.advance(RETENTION.plusSeconds(1));
        try (Handle handle = ledger.database.jdbi().open()) {
            handle.begin();
            assertThat(new CommandRetention(RETENTION, FAILED_RETENTION).deleteSome(handle, clock.instant()))
                    .containsEntry("chat_group", 1)
                    .containsEntry("mailbox", 1);
            CompletableFuture<CommandIntake.Counts> accepting =
                    CompletableFuture.supplyAsync(() -> ledger.accept(sendToChat("c2", "chat-1")));
            // It has read the group, and waits for the locks.
            assertThatThrownBy(() -> accepting.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            handle.commit();
            assertThat(accepting.get(10, TimeUnit.SECONDS)).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        }

        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @OnEachDatabase
    void a_group_that_intake_has_locked_is_skipped() throws Exception {
        acceptAndWork(sendToChat("c1", "chat-1"));
        acceptAndWork(sendToChat("c2", "chat-2"));
        deleteChats();
        clock.advance(RETENTION.plusSeconds(1));
        try (Handle accepting = ledger.database.jdbi().open()) {
            accepting.begin();
            MailboxArrivals.record(accepting, List.of("chat:chat-1"), clock.instant());
            accepting
                    .createQuery(Database.sql("mailbox/lock-groups"))
                    .bindArray("mailboxes", String.class, List.of("chat:chat-2"))
                    .mapTo(String.class)
                    .list();
            deleteAll();
            accepting.rollback();
        }

        assertThat(count("command")).isZero();
        assertThat(names("chat_group", "mailbox")).containsExactly("chat:chat-1", "chat:chat-2");
    }
}
