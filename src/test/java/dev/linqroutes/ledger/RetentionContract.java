package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.BatchesRig.batch;
import static dev.linqroutes.ledger.BatchesRig.row;
import static dev.linqroutes.ledger.LedgerContract.accepted;
import static dev.linqroutes.ledger.LedgerContract.create;
import static dev.linqroutes.ledger.LedgerContract.fault;
import static dev.linqroutes.ledger.LedgerContract.send;
import static dev.linqroutes.ledger.LedgerContract.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.CallResult.Again;
import dev.linqroutes.ledger.CallResult.Again.Reason;
import dev.linqroutes.ledger.CallResult.Failed;
import dev.linqroutes.ledger.ChatState.Member;
import dev.linqroutes.ledger.Signal.Kind;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is deleted when, and what never is, whichever database the ledger stands on. */
abstract class RetentionContract {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Duration FAILED_KEPT = Duration.ofDays(180);
    private static final Duration YEARS = Duration.ofDays(3650);
    private static final String LINE = "+12223334444";
    private static final Pattern DESCRIBED = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    private final TestClock clock = new TestClock();
    private BatchesRig rig;
    private LedgerRig ledger;
    private Retention retention;
    private int events;

    /** JDBC URL of a new, empty database. */
    abstract String freshDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        rig = new BatchesRig(freshDatabase(), clock, new Settlement.Settings(true, LedgerRig.DEADLINE, false));
        ledger = rig.ledger;
        retention = retention();
    }

    private Retention retention() {
        return new Retention(
                ledger.database(),
                LedgerContract.TOPICS,
                clock,
                new Retention.Periods(KEPT, FAILED_KEPT, LedgerRig.REMEMBERED));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    // Commands

    @Test
    void a_finished_command_goes_with_its_calls_when_it_has_been_kept_for_long_enough() throws Exception {
        done(create("c1", "order-1", 3));

        clock.pass(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(count("command")).isEqualTo(1);

        clock.pass(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("command")).isZero();
        assertThat(count("call")).isZero();
        assertThat(retention.deleted("command")).isEqualTo(1);
        assertThat(retention.deleted("call")).isEqualTo(3);
    }

    @Test
    void a_failed_command_can_be_replayed_for_as_long_as_failed_ones_are_kept() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        fail(ledger.onlyMailbox());
        clock.pass(FAILED_KEPT.minusSeconds(1));
        deleteAll();

        assertThat(ledger.failedCommands.replay("c1")).isEmpty();

        fail(ledger.onlyMailbox());
        clock.pass(FAILED_KEPT.plusSeconds(1));
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @Test
    void what_is_open_never_goes() throws Exception {
        done(create("c1", "order-1", 1));
        ledger.accept(send("waiting", "order-1"));
        rig.accept(List.of(delayed(send("delayed", "order-1"))));
        Mailbox throttled = ledger.onlyMailbox();
        ledger.record(throttled, new Again(YEARS.multipliedBy(2), Reason.TOLD_TO_WAIT, fault(429)));
        ledger.giveBack(throttled);
        ledger.accept(create("leased", "order-2", 2));
        ledger.onlyMailbox();

        clock.pass(YEARS);
        deleteAll();

        assertThat(names("command", "command_id")).containsExactly("delayed", "leased", "waiting");
        assertThat(count("call")).isEqualTo(4);
        assertThat(names("chat_group", "group_ref")).containsExactly("order-1", "order-2");
        assertThat(count("mailbox")).isEqualTo(2);
    }

    @Test
    void what_confirms_never_goes() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.workAll();

        clock.pass(YEARS);
        deleteAll();

        assertThat(names("command", "status")).containsExactly("confirming");
        confirm();
        deleteAll();
        assertThat(names("command", "status")).containsExactly("confirmed");
    }

    @Test
    void a_failed_command_stays_while_another_call_of_it_is_to_be_confirmed() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));
        fail(mailbox);

        clock.pass(YEARS);
        deleteAll();

        assertThat(names("command", "status")).containsExactly("failed");
        assertThat(count("call")).isEqualTo(2);
    }

    @Test
    void a_command_id_is_recognised_while_the_command_is_kept_and_new_after_that() throws Exception {
        done(create("c1", "order-1", 1));
        done(send("c2", "order-1"));
        clock.pass(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new Acceptance.Accepted(0, 0, 1));

        clock.pass(Duration.ofSeconds(2));
        deleteAll();

        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new Acceptance.Accepted(1, 0, 0));
        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @Test
    void a_refusal_goes_when_it_has_been_kept_for_long_enough() {
        ledger.accept(send("c1", "nobody"));
        clock.pass(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(count("refusal")).isEqualTo(1);

        clock.pass(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("refusal")).isZero();
    }

    @Test
    void an_event_is_recognised_for_as_long_as_is_set_and_what_it_says_is_kept_for_an_hour() throws Exception {
        done(create("c1", "order-1", 1));
        tell(chatOf("order-1"), event -> event.saying(Kind.LEFT));
        assertThat(count("signal")).isPositive();
        long stored = count("event");

        clock.pass(Retention.SIGNALS.plusSeconds(1));
        deleteAll();
        assertThat(count("signal")).isZero();
        assertThat(count("event")).isEqualTo(stored);

        clock.pass(LedgerRig.REMEMBERED);
        deleteAll();
        assertThat(count("event")).isZero();
    }

    // Groups

    @Test
    void a_group_whose_line_is_in_it_keeps_its_name_for_ever() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "active");
        clock.pass(YEARS);
        deleteAll();
        assertThat(count("command")).isZero();

        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new Acceptance.Accepted(1, 0, 0));
        assertThat(ledger.accept(create("c3", "order-1", 1))).isEqualTo(new Acceptance.Accepted(0, 1, 0));
    }

    @Test
    void a_group_that_its_line_has_left_goes_when_nothing_was_heard_of_it_for_long_enough() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "active");
        show(chatOf("order-1"), "left");
        takeOutbox();
        clock.pass(KEPT.minusSeconds(1));
        show(chatOf("order-1"), "removed");
        clock.pass(KEPT.minusSeconds(1));
        takeOutbox();
        deleteAll();
        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");

        clock.pass(Duration.ofSeconds(2));
        deleteAll();

        assertThat(Map.of("chat_group", count("chat_group"), "chat", count("chat"), "mailbox", count("mailbox")))
                .isEqualTo(Map.of("chat_group", 0L, "chat", 0L, "mailbox", 0L));
        assertThat(takeOutbox()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("groups");
            assertThat(new String(record.key().orElseThrow(), StandardCharsets.UTF_8))
                    .isEqualTo("order-1");
            assertThat(record.value()).isNull();
        });
        assertThat(ledger.accept(create("c2", "order-1", 1))).isEqualTo(new Acceptance.Accepted(1, 0, 0));
        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @Test
    void a_group_that_its_line_has_left_stays_while_a_command_for_it_is_kept() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "left");
        clock.pass(KEPT.minusDays(1));
        ledger.accept(send("c2", "order-1"));
        fail(ledger.onlyMailbox());

        clock.pass(KEPT);
        deleteAll();

        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");
        assertThat(count("chat")).isEqualTo(1);
    }

    @Test
    void a_line_that_came_back_into_a_group_keeps_it() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "left");
        clock.pass(Duration.ofDays(1));
        show(chatOf("order-1"), "active");

        clock.pass(YEARS);
        deleteAll();

        assertThat(names("chat_group", "group_ref")).containsExactly("order-1");
    }

    @Test
    void the_name_of_a_group_that_could_not_be_created_is_forgotten_with_the_command() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        fail(ledger.onlyMailbox());

        clock.pass(FAILED_KEPT.plusSeconds(1));
        deleteAll();

        assertThat(count("chat_group")).isZero();
        assertThat(count("mailbox")).isZero();
    }

    @Test
    void the_mailbox_of_a_chat_of_which_no_event_has_told_goes_with_its_last_command() throws Exception {
        done(sendToChat("c1", "chat-1"));
        clock.pass(Duration.ofDays(1));
        done(sendToChat("c2", "chat-1"));
        forgetChats();

        clock.pass(KEPT.minusHours(1));
        deleteAll();
        assertThat(names("mailbox", "mailbox")).containsExactly("chat:chat-1");

        clock.pass(Duration.ofDays(1));
        deleteAll();
        assertThat(count("mailbox")).isZero();
        assertThat(count("chat_group")).isZero();
    }

    @Test
    void a_chat_that_is_named_by_its_id_is_known_as_long_as_the_line_is_in_it_and_goes_with_it() throws Exception {
        show("chat-1", "active");
        done(sendToChat("c1", "chat-1"));
        clock.pass(YEARS);
        deleteAll();
        assertThat(count("command")).isZero();

        ledger.accept(create("c2", "order-2", 1));
        ledger.record(ledger.onlyMailbox(), LedgerContract.accepted("chat-1"));
        assertThat(names("command", "status")).containsExactly("failed");

        show("chat-1", "left");
        clock.pass(YEARS);
        deleteAll();
        assertThat(count("chat_group")).isZero();
        assertThat(count("mailbox")).isZero();
        assertThat(count("chat")).isZero();
    }

    @Test
    void failed_commands_go_however_many_others_there_are_to_delete() throws Exception {
        ledger.accept(commands(2 * Retention.COMMANDS + 1));
        ledger.database().jdbi().useHandle(handle -> {
            handle.execute("UPDATE call SET status = 'accepted'");
            handle.execute("UPDATE command SET batch_id = NULL, row_no = NULL, finished_at = accepted_at,"
                    + " status = CASE WHEN command_id = 'c7' THEN 'failed' ELSE 'accepted' END");
        });
        clock.pass(FAILED_KEPT.plusSeconds(1));
        CommandExpiry expiry = new CommandExpiry(KEPT, FAILED_KEPT);

        step(expiry);
        step(expiry);

        assertThat(names("command", "status")).hasSizeGreaterThan(100).doesNotContain("failed");
    }

    @Test
    void a_command_that_comes_while_its_group_is_being_deleted_is_worked() throws Exception {
        done(sendToChat("c1", "chat-1"));
        forgetChats();
        clock.pass(KEPT.plusSeconds(1));
        try (Handle handle = ledger.database().jdbi().open()) {
            handle.begin();
            assertThat(new CommandExpiry(KEPT, FAILED_KEPT).deleteSome(handle, clock.instant()))
                    .containsEntry("chat_group", 1)
                    .containsEntry("mailbox", 1);
            CompletableFuture<Acceptance.Accepted> accepting =
                    CompletableFuture.supplyAsync(() -> ledger.accept(sendToChat("c2", "chat-1")));
            // It has seen the group, and waits for the rows.
            assertThatThrownBy(() -> accepting.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            handle.commit();
            assertThat(accepting.get(10, TimeUnit.SECONDS)).isEqualTo(new Acceptance.Accepted(1, 0, 0));
        }

        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @Test
    void a_group_whose_mailbox_or_row_somebody_has_locked_to_accept_a_command_is_passed_over() throws Exception {
        done(sendToChat("c1", "chat-1"));
        done(sendToChat("c2", "chat-2"));
        forgetChats();
        clock.pass(KEPT.plusSeconds(1));
        try (Handle accepting = ledger.database().jdbi().open()) {
            accepting.begin();
            MailboxArrivals.record(accepting, List.of("chat:chat-1"), clock.instant());
            accepting
                    .createQuery(Database.sql("lock-groups"))
                    .bindArray("mailboxes", String.class, List.of("chat:chat-2"))
                    .mapTo(String.class)
                    .list();
            deleteAll();
            accepting.rollback();
        }

        assertThat(count("command")).isZero();
        assertThat(names("chat_group", "mailbox")).containsExactly("chat:chat-1", "chat:chat-2");
    }

    // Files

    @Test
    void a_file_goes_as_a_whole_from_when_its_results_were_written() throws Exception {
        rig.released(
                "a",
                row("f-a", 2, create("c1", "order-1", 1)),
                row("f-a", 3, send("c2", "nobody")),
                row("f-a", 4, delayed(create("c3", "order-3", 1))));
        workAndConfirm();
        clock.pass(YEARS);
        deleteAll();
        assertThat(count("command")).isEqualTo(2);
        assertThat(count("refusal")).isEqualTo(1);

        rig.delayed.release();
        workAndConfirm();
        settleAndFinish("a");
        clock.pass(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(rig.results("a")).hasSize(3);

        clock.pass(Duration.ofSeconds(2));
        deleteAll();
        for (String table : List.of("batch", "batch_part", "command", "call", "refusal")) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @Test
    void a_file_with_failed_rows_can_be_retried_for_as_long_as_failed_commands_are_kept() throws Exception {
        rig.released("a", row("f-a", 2, create("c1", "order-1", 1)), row("f-a", 3, create("c2", "order-2", 1)));
        for (Mailbox mailbox : ledger.claim()) {
            if (mailbox.name().equals("ref:order-1")) {
                ledger.work(mailbox);
            } else {
                fail(mailbox);
            }
        }
        confirm();
        settleAndFinish("a");
        clock.pass(FAILED_KEPT.minusSeconds(1));
        deleteAll();
        assertThat(rig.results("a")).hasSize(2);

        clock.pass(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("command")).isZero();
        assertThat(count("batch")).isZero();
    }

    @Test
    void a_file_that_comes_again_while_it_is_being_deleted_is_new_and_its_rows_that_are_left_are_recognised()
            throws Exception {
        int rows = Retention.COMMANDS + 1;
        NewCommand[] commands = commands(rows);
        rig.released("a", commands);
        workAndConfirm();
        settleAndFinish("a");
        clock.pass(KEPT.plusSeconds(1));
        step(new BatchExpiry(KEPT, FAILED_KEPT));
        assertThat(names("command", "command_id")).containsExactly("c" + (rows - 1));
        assertThat(rig.states.find("f-a")).isEmpty();
        assertThat(rig.states.newest(1)).isEmpty();

        rig.released("a", commands);
        deleteAll();

        assertThat(count("command")).isEqualTo(rows);
        workAndConfirm();
        settleAndFinish("a");
        assertThat(rig.results("a")).hasSize(rows);
    }

    @Test
    void a_row_of_a_file_that_is_being_deleted_is_not_put_back() throws Exception {
        rig.released("a", row("f-a", 2, create("c1", "order-1", 1)));
        fail(ledger.onlyMailbox());
        settleAndFinish("a");
        inTransaction(handle -> handle.createUpdate(Database.sql("end-batch"))
                .bind("batchId", "f-a")
                .execute());

        assertThat(ledger.failedCommands.replay("c1")).contains("it is no longer failed");
    }

    @Test
    void a_file_whose_reading_nobody_has_gone_on_with_goes_and_one_that_is_read_stays() {
        rig.intake.claim(batch("a"));
        rig.intake.store(BatchesRig.part("a", 1));
        clock.pass(KEPT.plus(BatchesRig.LEASE));
        rig.another().intake.claim(batch("b"));
        deleteAll();
        assertThat(names("batch", "batch_id")).containsExactly("f-a", "f-b");

        clock.pass(Duration.ofSeconds(1));
        deleteAll();

        assertThat(names("batch", "batch_id")).containsExactly("f-b");
        assertThat(count("batch_part")).isZero();
    }

    // Steps

    @Test
    void a_step_deletes_no_more_than_some_hundred_commands() throws Exception {
        int commands = 2 * Retention.COMMANDS + 1;
        done(IntStream.range(0, commands)
                .mapToObj(i -> create("c" + i, "order-" + i, 1))
                .toArray(NewCommand[]::new));
        clock.pass(KEPT.plusSeconds(1));

        step(new CommandExpiry(KEPT, FAILED_KEPT));

        assertThat(count("command")).isEqualTo(Retention.COMMANDS + 1L);
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @Test
    void a_process_that_dies_in_a_step_leaves_nothing_half() throws Exception {
        done(create("c1", "order-1", 3));
        clock.pass(KEPT.plusSeconds(1));

        assertThatThrownBy(() -> inTransaction(handle -> {
                    new CommandExpiry(KEPT, FAILED_KEPT).deleteSome(handle, clock.instant());
                    throw new IllegalStateException("killed");
                }))
                .hasMessageContaining("killed");

        assertThat(count("command")).isEqualTo(1);
        assertThat(count("call")).isEqualTo(3);
    }

    @Test
    void a_command_that_somebody_has_locked_is_passed_over_without_waiting() throws Exception {
        done(create("c1", "order-1", 1), create("c2", "order-2", 1));
        clock.pass(KEPT.plusSeconds(1));
        try (Handle working = ledger.database().jdbi().open()) {
            working.begin();
            working.createQuery(Database.sql("lock-commands"))
                    .bindArray("commandIds", String.class, List.of("c1"))
                    .mapTo(String.class)
                    .list();
            deleteAll();
            assertThat(names("command", "command_id")).containsExactly("c1");
            working.rollback();
        }
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @Test
    void one_instance_deletes_at_a_time() throws Exception {
        Retention elsewhere = retention();
        assertThat(elsewhere.deleteSome()).isFalse();
        done(create("c1", "order-1", 1));
        clock.pass(KEPT.plusSeconds(1));
        elsewhere.deleteSome();
        done(create("c2", "order-2", 1));
        ledger.accept(send("c3", "nobody"));

        assertThat(retention.deleteSome()).isFalse();

        assertThat(Retention.TABLES)
                .allSatisfy(table -> assertThat(retention.deleted(table)).isZero());
        assertThat(elsewhere.deleted("command")).isEqualTo(1);
    }

    @Test
    void the_age_of_the_oldest_finished_command_is_known() throws Exception {
        retention.deleteSome();
        assertThat(retention.ageOfOldestFinished()).isZero();
        done(create("c1", "order-1", 1));
        clock.pass(Duration.ofHours(5));
        done(create("c2", "order-2", 1));
        ledger.accept(create("c3", "order-3", 1));

        retention.deleteSome();

        assertThat(retention.ageOfOldestFinished()).isEqualTo(Duration.ofHours(5));
    }

    @Test
    void a_chat_that_cannot_be_read_keeps_no_command_from_being_deleted() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "left");
        done(create("c2", "order-2", 1));
        inTransaction(handle -> handle.execute("UPDATE chat SET state = '{broken'"));
        clock.pass(KEPT.plusSeconds(1));

        deleteAll();

        assertThat(count("command")).isZero();
    }

    // All tables

    @Test
    void everything_ends_but_for_what_the_docs_say_stays() throws Exception {
        rig.released("a", row("f-a", 2, create("c1", "order-1", 2)), row("f-a", 3, send("c2", "nobody")));
        workAndConfirm();
        done(create("c4", "order-4", 1), sendToChat("c5", "chat-5"));
        ledger.accept(create("c6", "order-6", 1), send("c7", "nobody"));
        fail(ledger.onlyMailbox());
        tell(chatOf("order-4"), event -> event.saying(Kind.BACKGROUND_SET, "blue"));
        settleAndFinish("a");
        inTransaction(handle -> new JobLease("some job", clock, BatchesRig.LEASE).hold(handle));
        new IntakeAttempts(ledger.database(), clock).begin("a record that did not come again");
        park();
        Map<String, Long> before = counts();
        assertThat(before).as("rows before").doesNotContainValue(0L);
        for (String chatId : names("chat", "chat_id")) {
            show(chatId, "left");
        }
        takeOutbox();

        clock.pass(FAILED_KEPT.plusDays(1));
        deleteAll();
        takeOutbox();

        assertThat(nonEmpty()).containsExactly("lease");
        assertThat(described()).isEqualTo(before.keySet());
        assertThat(Retention.TABLES).isSubsetOf(before.keySet());
        assertThat(new TreeSet<>(before.keySet()))
                .as("a new table needs a rule, here and in docs/retention.md")
                .isEqualTo(union(Retention.TABLES, Set.of("lease", "member_set", "outbox", "parked_record")));
    }

    private static Set<String> union(List<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Of which the docs say when their rows end. */
    private static Set<String> described() throws Exception {
        return DESCRIBED
                .matcher(Files.readString(Path.of("docs/retention.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> nonEmpty() {
        return counts().entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of all tables that migrations have made. */
    private Map<String, Long> counts() {
        List<String> tables = inTransaction(handle -> handle.createQuery(
                        """
                        SELECT table_name
                        FROM information_schema.tables
                        WHERE table_schema = CURRENT_SCHEMA
                          AND table_name <> 'flyway_schema_history'
                        """)
                .mapTo(String.class)
                .list());
        Map<String, Long> counts = new TreeMap<>();
        tables.forEach(table -> counts.put(table, count(table)));
        return counts;
    }

    // What tests do

    /** The topic finds the first record of the outbox too large. */
    private void park() {
        Outbox outbox = new Outbox(
                ledger.database(), clock, new WorkSignal(), BatchesRig.LEASE, 1, LedgerContract.TOPICS.groups());
        outbox.park(outbox.next(), Duration.ofSeconds(30), "too large");
    }

    /** Accepts these and works them to their end. */
    private void done(NewCommand... commands) throws Exception {
        ledger.accept(commands);
        workAndConfirm();
    }

    /** Linq takes all calls, and sends all messages. */
    /** As if no event had told of any. */
    private void forgetChats() {
        ledger.database().jdbi().useHandle(handle -> handle.execute("DELETE FROM chat"));
    }

    private void workAndConfirm() throws Exception {
        while (!ledger.workAll().isEmpty()) {
            confirm();
        }
    }

    private void confirm() {
        List<String> awaited = inTransaction(
                handle -> handle.createQuery("SELECT idempotency_key FROM call WHERE confirm_at IS NOT NULL")
                        .mapTo(String.class)
                        .list());
        awaited.forEach(key -> TestLedger.store(
                ledger.events,
                TestEvent.of("e" + events++, "message.sent")
                        .withKey(key)
                        .inChat(chatOfKey(key))
                        .saying(Kind.SENT)
                        .event()));
        while (count("call WHERE confirm_at IS NOT NULL") > 0) {
            ledger.confirmations.matchSome();
        }
    }

    private String chatOfKey(String key) {
        return inTransaction(handle -> handle.createQuery(
                        """
                        SELECT chat_group.chat_id
                        FROM call
                        JOIN chat_group ON chat_group.mailbox = call.mailbox
                        WHERE idempotency_key = :key
                        """)
                .bind("key", key)
                .mapTo(String.class)
                .one());
    }

    private void fail(Mailbox mailbox) {
        ledger.record(mailbox, new Failed(fault(400)));
    }

    private static String chatOf(String groupRef) {
        return "chat-of-ref:" + groupRef;
    }

    private void tell(String chatId, Consumer<TestEvent> what) {
        TestEvent event = TestEvent.of("e" + events++, "participant.removed")
                .inChat(chatId)
                .onLine(LINE);
        what.accept(event);
        TestLedger.store(ledger.events, event.event());
    }

    /** All of the chat is known, and that its line has this status now. */
    private void show(String chatId, String status) {
        Member line =
                new Member(LINE, status, Optional.empty(), Optional.empty(), Optional.empty(), true, clock.instant());
        tell(
                chatId,
                event -> event.showing(new ChatState(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true),
                        true,
                        Map.of(LINE, line))));
        ledger.chats.lookedAt(chatId);
    }

    private NewCommand delayed(NewCommand command) {
        return new NewCommand(
                command.origin(),
                command.commandId(),
                command.type(),
                command.group(),
                command.warnings(),
                command.calls(),
                Optional.of(clock.instant().plus(YEARS).minusSeconds(1)),
                command.expiresAt());
    }

    private static NewCommand[] commands(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> row("f-a", 2L + i, sendToChat("c" + i, "chat-" + i)))
                .toArray(NewCommand[]::new);
    }

    private void settleAndFinish(String name) {
        rig.states.settle();
        assertThat(rig.isSettled(name)).isTrue();
        assertThat(rig.finish(name)).isTrue();
    }

    private List<Outbox.Outgoing> takeOutbox() {
        return ledger.takeOutgoing();
    }

    private void deleteAll() {
        try {
            while (retention.deleteSome()) {
                // A run ends after some time.
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void step(Expiry expiry) {
        inTransaction(handle -> expiry.deleteSome(handle, clock.instant()));
    }

    private <T> T inTransaction(Function<Handle, T> work) {
        return ledger.database().jdbi().inTransaction(work::apply);
    }

    private long count(String table) {
        return inTransaction(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    private List<String> names(String table, String column) {
        return inTransaction(handle -> handle.createQuery("SELECT " + column + " FROM " + table + " ORDER BY " + column)
                .mapTo(String.class)
                .list());
    }
}
