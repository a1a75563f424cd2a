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

/** A group is known for as long as its line is in it, and is forgotten some time after. */
class GroupsAreForgottenTest extends WithRetention {
    @OnEachDatabase
    void a_group_whose_line_is_in_it_keeps_its_name_for_ever() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "active");
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("command")).isZero();

        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        assertThat(ledger.accept(create("c3", "order-1", 1))).isEqualTo(new CommandIntake.Counts(0, 1, 0));
    }

    @OnEachDatabase
    void a_group_that_its_line_has_left_goes_when_nothing_was_heard_of_it_for_long_enough() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "active");
        show(chatOf("order-1"), "left");
        takeOutbox();
        clock.advance(KEPT.minusSeconds(1));
        show(chatOf("order-1"), "removed");
        clock.advance(KEPT.minusSeconds(1));
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
    void a_group_that_its_line_has_left_stays_while_a_command_for_it_is_kept() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "left");
        clock.advance(KEPT.minusDays(1));
        ledger.accept(send("c2", "order-1"));
        fail(ledger.onlyMailbox());

        clock.advance(KEPT);
        deleteAll();

        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");
        assertThat(count("chat")).isEqualTo(1);
    }

    @OnEachDatabase
    void a_line_that_came_back_into_a_group_keeps_it() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "left");
        clock.advance(Duration.ofDays(1));
        show(chatOf("order-1"), "active");

        clock.advance(YEARS);
        deleteAll();

        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");
    }

    @OnEachDatabase
    void the_name_of_a_group_that_could_not_be_created_is_forgotten_with_the_command() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        fail(ledger.onlyMailbox());

        clock.advance(FAILED_KEPT.plusSeconds(1));
        deleteAll();

        assertThat(count("chat_group")).isZero();
        assertThat(count("mailbox")).isZero();
    }

    @OnEachDatabase
    void the_mailbox_of_a_chat_of_which_no_event_has_told_goes_with_its_last_command() throws Exception {
        done(sendToChat("c1", "chat-1"));
        clock.advance(Duration.ofDays(1));
        done(sendToChat("c2", "chat-1"));
        forgetChats();

        clock.advance(KEPT.minusHours(1));
        deleteAll();
        assertThat(names("mailbox", "mailbox")).containsExactly("chat:chat-1");

        clock.advance(Duration.ofDays(1));
        deleteAll();
        assertThat(count("mailbox")).isZero();
        assertThat(count("chat_group")).isZero();
    }

    @OnEachDatabase
    void a_chat_that_is_named_by_its_id_is_known_as_long_as_the_line_is_in_it_and_goes_with_it() throws Exception {
        show("chat-1", "active");
        done(sendToChat("c1", "chat-1"));
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("command")).isZero();

        ledger.accept(create("c2", "order-2", 1));
        ledger.record(ledger.onlyMailbox(), accepted("chat-1"));
        assertThat(names("command", "status")).containsExactly("failed");

        show("chat-1", "left");
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("chat_group")).isZero();
        assertThat(count("mailbox")).isZero();
        assertThat(count("chat")).isZero();
    }

    @OnEachDatabase
    void failed_commands_go_however_many_others_there_are_to_delete() throws Exception {
        ledger.accept(commands(2 * RetentionJob.MAX_COMMANDS + 1));
        ledger.database.jdbi().useHandle(handle -> {
            handle.execute("UPDATE call SET status = 'accepted'");
            handle.execute("UPDATE command SET batch_id = NULL, row_no = NULL, finished_at = accepted_at,"
                    + " status = CASE WHEN command_id = 'c7' THEN 'failed' ELSE 'accepted' END");
        });
        clock.advance(FAILED_KEPT.plusSeconds(1));
        CommandRetention expiry = new CommandRetention(KEPT, FAILED_KEPT);

        step(expiry);
        step(expiry);

        assertThat(names("command", "status")).hasSizeGreaterThan(100).doesNotContain("failed");
    }

    @OnEachDatabase
    void a_command_that_comes_while_its_group_is_being_deleted_is_worked() throws Exception {
        done(sendToChat("c1", "chat-1"));
        forgetChats();
        clock.advance(KEPT.plusSeconds(1));
        try (Handle handle = ledger.database.jdbi().open()) {
            handle.begin();
            assertThat(new CommandRetention(KEPT, FAILED_KEPT).deleteSome(handle, clock.instant()))
                    .containsEntry("chat_group", 1)
                    .containsEntry("mailbox", 1);
            CompletableFuture<CommandIntake.Counts> accepting =
                    CompletableFuture.supplyAsync(() -> ledger.accept(sendToChat("c2", "chat-1")));
            // It has seen the group, and waits for the rows.
            assertThatThrownBy(() -> accepting.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            handle.commit();
            assertThat(accepting.get(10, TimeUnit.SECONDS)).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        }

        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @OnEachDatabase
    void a_group_whose_mailbox_or_row_somebody_has_locked_to_accept_a_command_is_passed_over() throws Exception {
        done(sendToChat("c1", "chat-1"));
        done(sendToChat("c2", "chat-2"));
        forgetChats();
        clock.advance(KEPT.plusSeconds(1));
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
