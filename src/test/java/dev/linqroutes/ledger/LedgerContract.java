package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.linqroutes.ledger.CallResult.Accepted;
import dev.linqroutes.ledger.CallResult.Again;
import dev.linqroutes.ledger.CallResult.Again.Reason;
import dev.linqroutes.ledger.CallResult.Failed;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.Signal.Kind;
import dev.linqroutes.testing.OpenGate;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the ledger promises, whichever database it stands on. */
abstract class LedgerContract {
    static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");
    static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int PER_MINUTE = 29;
    private static final int MOST_PER_DAY = 1000;

    private final TestClock clock = new TestClock();
    private Lines lines = new Lines(clock, 5, OptionalLong.of(MOST_PER_DAY));
    private WorkGate gate = new OpenGate();
    private String url;
    private Database database;
    private Acceptance acceptance;
    private Mailboxes mailboxes;
    private Results results;
    private DelayedCommands delayedCommands;
    private FailedCommands failedCommands;
    private Events events;
    private Outbox outbox;

    /** JDBC URL of a new, empty database. */
    abstract String freshDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        url = freshDatabase();
        database = Database.open(url, "", "", 6);
        acceptance = new Acceptance(database, TOPICS, clock, new WorkSignal(), new WorkSignal());
        failedCommands = new FailedCommands(database, clock);
        delayedCommands = new DelayedCommands(database, clock, new WorkSignal());
        mailboxes = mailboxes(database);
        results = TestLedger.results(database, mailboxes, TOPICS, clock, lines);
        events = TestLedger.events(database, TOPICS, clock, lines);
        outbox = new Outbox(database, clock, new WorkSignal(), LEASE, 100, "groups");
    }

    private Mailboxes mailboxes(Database shared) {
        return new Mailboxes(
                shared,
                clock,
                new WorkSignal(),
                gate,
                lines,
                new Mailboxes.Settings(
                        1000,
                        LEASE,
                        LONGEST_CALL,
                        Duration.ofMillis(1),
                        PER_MINUTE,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void calls_of_a_group_are_claimed_in_the_order_of_acceptance() throws Exception {
        accept(create("c1", "order-1", 3), send("c2", "order-1"), send("c3", "order-1"));

        Mailbox mailbox = onlyMailbox();

        assertThat(work(mailbox)).containsExactly("c1 call 1", "c1 call 2", "c1 call 3", "c2 call 1", "c3 call 1");
    }

    @Test
    void a_record_delivered_twice_is_accepted_once_and_reported_once() throws Exception {
        accept(create("c1", "order-1", 1));
        Acceptance.Accepted second = accept(create("c1", "order-1", 1));

        assertThat(second).isEqualTo(new Acceptance.Accepted(0, 0, 1));
        assertThat(work(onlyMailbox())).containsExactly("c1 call 1");
        assertThat(outcomes()).extracting(o -> o.get("status").asText()).containsExactly("accepted");
    }

    @Test
    void a_record_that_stands_twice_in_one_batch_is_accepted_once() throws Exception {
        Acceptance.Accepted accepted = accept(create("c1", "order-1", 1), create("c1", "order-1", 1));

        assertThat(accepted).isEqualTo(new Acceptance.Accepted(1, 0, 1));
    }

    @Test
    void a_command_id_used_at_another_position_is_a_duplicate_and_is_not_worked() throws Exception {
        accept(create("c1", "order-1", 1));
        accept(at("elsewhere", create("c1", "order-1", 1)));

        assertThat(work(onlyMailbox())).hasSize(1);
        assertThat(outcomes())
                .extracting(o -> o.get("status").asText())
                .containsExactlyInAnyOrder("duplicate", "accepted");
    }

    @Test
    void a_duplicate_is_told_in_its_outcome_and_makes_no_dead_letter() throws Exception {
        accept(create("c1", "order-1", 1));
        accept(at("elsewhere", create("c1", "order-1", 1)));

        assertThat(outbox.next()).extracting(Outbox.Outgoing::topic).containsExactly("outcomes");
        assertThat(outcomes().get(0).get("duplicate_of").asText()).isEqualTo("groups-of-c1.csv row 2");
    }

    @Test
    void a_second_create_for_a_group_is_refused_and_the_good_command_beside_it_is_accepted() throws Exception {
        Acceptance.Accepted accepted =
                accept(create("c1", "order-1", 1), create("c2", "order-1", 1), create("c3", "order-3", 1));

        assertThat(accepted).isEqualTo(new Acceptance.Accepted(2, 1, 0));
        JsonNode refused = outcomes().get(0);
        assertThat(refused.get("status").asText()).isEqualTo("refused");
        assertThat(refused.get("command_id").asText()).isEqualTo("c2");
        assertThat(refused.at("/problems/0/message").asText()).contains("order-1", "exists already", "c1");
    }

    @Test
    void a_group_that_an_earlier_version_entered_in_another_spelling_is_found_by_the_one_spelling() throws Exception {
        String old = "Mu\u0308nchen";
        List<String> spellings = List.of("München", old);
        accept(create("c1", old, 1));

        Acceptance.Accepted accepted = accept(
                command("c2", "send_message", new GroupAddress.ByRef("München", spellings), 1),
                command(
                        "c3",
                        "create_group",
                        new GroupAddress.New("München", "line", "set", Optional.empty(), spellings),
                        1));

        assertThat(accepted).isEqualTo(new Acceptance.Accepted(1, 1, 0));
        assertThat(outcomes()).singleElement().satisfies(refused -> {
            assertThat(refused.get("command_id").asText()).isEqualTo("c3");
            assertThat(refused.get("group_ref").asText()).isEqualTo(old);
        });
        assertThat(work(onlyMailbox())).containsExactly("c1 call 1", "c2 call 1");
    }

    @Test
    void of_two_groups_that_an_earlier_version_told_apart_by_their_spelling_that_of_this_spelling_is_meant()
            throws Exception {
        String decomposed = "Mu\u0308nchen";
        accept(create("c1", decomposed, 1), create("c2", "München", 1));

        accept(
                command("c3", "send_message", new GroupAddress.ByRef("München", List.of(decomposed, "München")), 1),
                command("c4", "send_message", new GroupAddress.ByRef("München", List.of("München", decomposed)), 1));

        assertThat(mailboxes.claim().stream().map(this::work).toList())
                .containsExactlyInAnyOrder(List.of("c1 call 1", "c3 call 1"), List.of("c2 call 1", "c4 call 1"));
    }

    @Test
    void a_command_for_an_unknown_group_is_refused_and_its_bytes_become_a_dead_letter() {
        accept(send("c1", "nobody"));

        List<Outbox.Outgoing> records = outbox.next();
        assertThat(records).extracting(Outbox.Outgoing::topic).containsExactly("outcomes", "dead");
        assertThat(records.get(1).value()).isEqualTo(bytes("body of c1"));
        assertThat(records.get(1).key())
                .hasValueSatisfying(key -> assertThat(key).isEqualTo(bytes("key of c1")));
        assertThat(records.get(1).headers())
                .containsEntry("linq-error-place", "groups-of-c1.csv row 2")
                .containsEntry("linq-error-command-id", "c1");
        assertThat(records.get(1).headers().get("linq-error-message")).contains("nobody", "create_group");
    }

    @Test
    void what_a_refused_command_calls_itself_is_kept_however_long_it_may_be() throws Exception {
        String longest = "c".repeat(400);
        Refusal refusal = new Refusal(
                create("c1", "order-1", 1).origin(),
                "refused",
                Optional.of(longest),
                Optional.of("send_message"),
                Optional.of(longest),
                Optional.of(longest),
                List.of(new Refusal.Reason("/chat_id", "is no chat id")),
                Optional.empty());

        assertThat(acceptance.accept(List.of(refusal))).isEqualTo(new Acceptance.Accepted(0, 1, 0));
        assertThat(outcomes().get(0).get("chat_id").asText()).isEqualTo(longest);
    }

    @Test
    void a_refused_record_delivered_again_is_not_reported_again() {
        accept(send("c1", "nobody"));
        accept(send("c1", "nobody"));

        assertThat(outbox.next()).hasSize(2);
    }

    @Test
    void a_refused_command_may_be_sent_again_corrected_under_its_own_id() {
        accept(send("c1", "order-1"));
        Acceptance.Accepted corrected = accept(at("later", create("c1", "order-1", 1)));

        assertThat(corrected).isEqualTo(new Acceptance.Accepted(1, 0, 0));
    }

    @Test
    void a_leased_mailbox_is_not_given_to_another_worker_until_its_lease_has_run_out() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox first = onlyMailbox();
        assertThat(first.next().maybeDone()).isFalse();

        assertThat(mailboxes.claim()).isEmpty();
        clock.pass(LEASE.plusSeconds(1));

        Mailbox second = onlyMailbox();
        assertThat(second.next().name()).isEqualTo("c1 call 1");
        assertThat(second.next().maybeDone()).isTrue();
    }

    @Test
    void a_worker_whose_lease_is_half_over_and_not_renewed_begins_no_call() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();

        clock.pass(LEASE.dividedBy(2));

        assertThat(mailbox.hasNext(clock.instant())).isFalse();
    }

    @Test
    void a_lease_that_is_renewed_lasts_as_long_as_the_call() throws Exception {
        accept(create("c1", "order-1", 2));
        Mailbox mailbox = onlyMailbox();
        for (int i = 0; i < 5; i++) {
            mailbox.begin(clock.instant());
            clock.pass(LONGEST_CALL.minusSeconds(1));

            mailboxes.renew();

            assertThat(mailboxes.claim()).isEmpty();
            assertThat(mailbox.hasNext(clock.instant())).isTrue();
        }
    }

    @Test
    void the_lease_of_a_worker_that_is_silent_for_longer_than_a_call_can_take_runs_out() throws Exception {
        accept(create("c1", "order-1", 2));
        Mailbox stuck = onlyMailbox();
        stuck.begin(clock.instant());

        for (Duration passed = Duration.ZERO;
                passed.compareTo(LEASE.plus(LONGEST_CALL)) <= 0;
                passed = passed.plusSeconds(5)) {
            mailboxes.renew();
            clock.pass(Duration.ofSeconds(5));
        }

        assertThat(onlyMailbox().next().maybeDone()).isTrue();
        assertThat(stuck.hasNext(clock.instant())).isFalse();
    }

    @Test
    void a_worker_that_lost_its_lease_to_another_begins_no_further_call() throws Exception {
        accept(create("c1", "order-1", 3));
        Mailbox lost = onlyMailbox();
        clock.pass(LEASE.plusSeconds(1));
        Mailboxes elsewhere = mailboxes(database);
        assertThat(elsewhere.claim()).hasSize(1);
        lost.begin(clock.instant());

        mailboxes.renew();

        assertThat(lost.hasNext(clock.instant())).isFalse();
        clock.pass(LEASE.dividedBy(2));
        assertThat(elsewhere.claim()).isEmpty();
    }

    @Test
    void a_worker_that_lost_its_lease_cannot_give_the_mailbox_back_for_its_successor() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox lost = onlyMailbox();
        clock.pass(LEASE.plusSeconds(1));
        onlyMailbox();

        giveBack(lost);

        assertThat(mailboxes.claim()).isEmpty();
    }

    @Test
    void mail_that_arrives_while_a_worker_has_the_mailbox_is_worked_after_it() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();
        accept(send("c2", "order-1"));
        work(mailbox);

        assertThat(work(onlyMailbox())).containsExactly("c2 call 1");
        assertThat(mailboxes.claim()).isEmpty();
    }

    @Test
    void a_group_told_to_wait_waits_also_for_new_mail_and_the_others_do_not() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, new Again(Duration.ofSeconds(30), Reason.TOLD_TO_WAIT, fault(429)));
        giveBack(mailbox);
        accept(send("c2", "order-1"), create("c3", "order-3", 1));

        assertThat(work(onlyMailbox())).containsExactly("c3 call 1");
        clock.pass(Duration.ofSeconds(31));
        Mailbox again = onlyMailbox();
        assertThat(again.next().attempts()).isZero();
        assertThat(again.next().failingSince()).isEmpty();
        assertThat(work(again)).containsExactly("c1 call 1", "c2 call 1");
    }

    @Test
    void a_failed_call_cancels_the_rest_of_its_command_with_one_failed_outcome() throws Exception {
        accept(create("c1", "order-1", 3));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, accepted("chat-1"));
        record(mailbox, new Failed(fault(400)));

        assertThat(mailbox.hasNext(clock.instant())).isFalse();
        assertThat(outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.get("status").asText()).isEqualTo("failed");
            assertThat(outcome.get("chat_id").asText()).isEqualTo("chat-1");
            assertThat(outcome.findValuesAsText("status")).containsExactly("failed", "accepted", "failed", "cancelled");
            assertThat(outcome.at("/calls/1/error_code").asInt()).isEqualTo(1004);
        });
    }

    @Test
    void an_outcome_comes_with_the_last_call_and_only_once() throws Exception {
        accept(create("c1", "order-1", 2));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, accepted("chat-1"));
        assertThat(outbox.next()).isEmpty();

        record(mailbox, accepted("chat-1"));

        assertThat(outcomes()).hasSize(1);
    }

    @Test
    void a_result_recorded_twice_gives_one_outcome() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox slow = onlyMailbox();
        clock.pass(LEASE.plusSeconds(1));
        Mailbox quick = onlyMailbox();

        record(quick, accepted("chat-1"));
        record(slow, accepted("chat-1"));

        assertThat(outcomes()).hasSize(1);
    }

    @Test
    void what_a_worker_without_a_lease_says_of_a_failure_changes_nothing_for_its_successor() throws Exception {
        accept(create("c1", "order-1", 3));
        Mailbox frozen = onlyMailbox();
        clock.pass(LEASE.plusSeconds(1));
        Mailbox successor = onlyMailbox();
        record(successor, accepted("chat-1"));

        record(frozen, new Failed(fault(400)));

        assertThat(work(successor)).containsExactly("c1 call 2", "c1 call 3");
        assertThat(outcomes()).extracting(o -> o.get("status").asText()).containsExactly("accepted");
        assertThat(lines.messagesToday("line of order-1")).isEqualTo(3);
    }

    @Test
    void what_a_worker_without_a_lease_says_of_a_success_is_true_all_the_same() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox frozen = onlyMailbox();
        clock.pass(LEASE.plusSeconds(1));
        Mailbox successor = onlyMailbox();

        record(frozen, accepted("chat-1"));

        assertThat(outcomes()).extracting(o -> o.get("status").asText()).containsExactly("accepted");
        record(successor, accepted("chat-1"));
        assertThat(outcomes()).hasSize(1);
        assertThat(lines.messagesToday("line of order-1")).isEqualTo(1);
    }

    @Test
    void a_call_whose_worker_died_stays_in_doubt_whatever_Linq_says_next() throws Exception {
        accept(sendToChat("c1", "chat-9"));
        onlyMailbox();
        clock.pass(LEASE.plusSeconds(1));
        record(onlyMailbox(), new Again(Duration.ZERO, Reason.TOLD_TO_WAIT, fault(429)));

        assertThat(onlyMailbox().next().maybeDone()).isTrue();
    }

    @Test
    void a_call_that_Linq_has_surely_not_done_is_not_in_doubt() throws Exception {
        accept(sendToChat("c1", "chat-9"));
        record(onlyMailbox(), new Again(Duration.ZERO, Reason.NOT_DONE, Fault.noAnswer("Connection refused")));
        record(onlyMailbox(), new Again(Duration.ZERO, Reason.NOT_READY, fault(409)));

        assertThat(onlyMailbox().next()).satisfies(call -> {
            assertThat(call.maybeDone()).isFalse();
            assertThat(call.attempts()).isEqualTo(2);
        });
    }

    @Test
    void the_time_for_what_is_not_ready_begins_anew_when_Linq_has_said_something_else() throws Exception {
        accept(sendToChat("c1", "chat-9"));
        Instant first = clock.instant();
        record(onlyMailbox(), new Again(Duration.ZERO, Reason.NOT_READY, fault(409)));
        clock.pass(Duration.ofMinutes(1));
        record(onlyMailbox(), new Again(Duration.ZERO, Reason.TOLD_TO_WAIT, fault(429)));
        Mailbox mailbox = onlyMailbox();
        assertThat(mailbox.next().notReadySince()).contains(first);

        record(mailbox, new Again(Duration.ZERO, Reason.MAYBE_DONE, fault(503)));

        assertThat(onlyMailbox().next()).satisfies(call -> {
            assertThat(call.notReadySince()).isEmpty();
            assertThat(call.failingSince()).contains(first);
        });
    }

    @Test
    void a_killed_workers_messages_count_against_the_pace_of_its_successor() throws Exception {
        accept(create("c1", "order-1", PER_MINUTE + 1));
        Mailbox killed = onlyMailbox();
        for (int i = 0; i < PER_MINUTE - 1; i++) {
            record(killed, accepted("chat-1"));
        }
        // As when another instance takes it at once.
        Mailboxes successor = mailboxes(database);
        endLeases();

        Mailbox mailbox = successor.claim().get(0);
        record(mailbox, accepted("chat-1"));

        assertThat(mailbox.hasNext(clock.instant())).isFalse();
    }

    @Test
    void a_group_is_one_mailbox_whether_a_command_names_it_by_ref_or_by_chat() throws Exception {
        accept(create("c1", "order-1", 1));
        work(onlyMailbox());
        accept(send("c2", "order-1"), sendToChat("c3", "chat-of-ref:order-1"));

        Mailbox mailbox = onlyMailbox();

        assertThat(mailbox.chatId()).contains("chat-of-ref:order-1");
        assertThat(work(mailbox)).containsExactly("c2 call 1", "c3 call 1");
    }

    @Test
    void a_chat_made_elsewhere_can_be_named_by_its_id() throws Exception {
        accept(sendToChat("c1", "chat-9"));

        assertThat(onlyMailbox().chatId()).contains("chat-9");
    }

    @Test
    void after_a_failed_create_the_group_can_be_created_again() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, new Failed(fault(400)));
        giveBack(mailbox);

        assertThat(accept(send("c2", "order-1"))).isEqualTo(new Acceptance.Accepted(0, 1, 0));
        assertThat(accept(create("c3", "order-1", 1))).isEqualTo(new Acceptance.Accepted(1, 0, 0));
        assertThat(work(onlyMailbox())).containsExactly("c3 call 1");
    }

    @Test
    void a_create_waits_until_the_earlier_group_with_its_members_has_its_name() throws Exception {
        accept(named("c1", "order-1", "First", "members"), named("c2", "order-2", "Second", "members"));
        List<Mailbox> both = mailboxes.claim();
        Mailbox first = both.get(0).turn().isEmpty() ? both.get(0) : both.get(1);
        Mailbox second = first == both.get(0) ? both.get(1) : both.get(0);
        assertThat(first.turn()).isEmpty();
        assertThat(second.turn()).isPresent();
        String name = first.name().equals("ref:order-1") ? "First" : "Second";
        String chat = "chat-of-" + first.name();
        work(first);
        second.waitUntil(clock.instant());
        giveBack(second);

        Mailbox stillWaiting = onlyMailbox();
        assertThat(stillWaiting.turn()).hasValueSatisfying(turn -> {
            assertThat(turn.chatId()).contains(chat);
            assertThat(turn.displayName()).isEqualTo(name);
        });
        stillWaiting.waitUntil(clock.instant());
        giveBack(stillWaiting);
        TestLedger.store(events, event("e1", chat, Optional.of(name)));

        assertThat(onlyMailbox().turn()).isEmpty();
    }

    @Test
    void a_failed_create_does_not_hold_up_the_next_with_its_members() throws Exception {
        accept(named("c1", "order-1", "First", "members"));
        Mailbox first = onlyMailbox();
        record(first, new Failed(fault(400)));
        giveBack(first);
        accept(named("c2", "order-2", "Second", "members"));

        assertThat(onlyMailbox().turn()).isEmpty();
    }

    @Test
    void a_delayed_command_waits_for_its_time_and_holds_nothing_up() throws Exception {
        accept(create("c1", "order-1", 1));
        accept(delayed(send("later", "order-1"), Duration.ofHours(1)), send("now", "order-1"));

        assertThat(work(onlyMailbox())).containsExactly("c1 call 1", "now call 1");
        delayedCommands.release();
        assertThat(mailboxes.claim()).isEmpty();
        clock.pass(Duration.ofHours(1));
        accept(send("meanwhile", "order-1"));
        delayedCommands.release();

        assertThat(work(onlyMailbox())).containsExactly("meanwhile call 1", "later call 1");
        assertThat(outcomes())
                .extracting(outcome -> outcome.get("command_id").textValue())
                .containsExactly("c1", "now", "meanwhile", "later");
    }

    @Test
    void what_is_for_a_group_whose_create_is_delayed_waits_behind_it() throws Exception {
        accept(
                delayed(create("c1", "order-1", 2), Duration.ofHours(1)),
                send("c2", "order-1"),
                delayed(send("c3", "order-1"), Duration.ofMinutes(1)));
        accept(send("c4", "order-1"));

        delayedCommands.release();
        assertThat(mailboxes.claim()).isEmpty();
        clock.pass(Duration.ofHours(1));
        delayedCommands.release();

        assertThat(work(onlyMailbox()))
                .containsExactly("c1 call 1", "c1 call 2", "c2 call 1", "c3 call 1", "c4 call 1");
    }

    @Test
    void a_time_that_is_over_already_delays_nothing() throws Exception {
        accept(delayed(create("c1", "order-1", 1), Duration.ofHours(-1)));

        assertThat(work(onlyMailbox())).containsExactly("c1 call 1");
    }

    @Test
    void delayed_commands_are_released_once_by_however_many_instances() throws Exception {
        accept(IntStream.range(0, 510)
                .mapToObj(i -> delayed(create("c" + i, "order-" + i, 1), Duration.ofHours(1)))
                .toArray(NewCommand[]::new));
        clock.pass(Duration.ofHours(1));

        atOnce(3, () -> {
            delayedCommands.release();
            return null;
        });

        List<String> worked = new ArrayList<>();
        for (List<Mailbox> claimed = mailboxes.claim(); !claimed.isEmpty(); claimed = mailboxes.claim()) {
            claimed.forEach(mailbox -> worked.addAll(work(mailbox)));
        }
        assertThat(worked).doesNotHaveDuplicates().hasSize(510);
    }

    @Test
    void a_command_that_lapsed_is_not_worked_and_has_an_outcome_that_says_so() throws Exception {
        accept(create("c1", "order-1", 1));
        work(onlyMailbox());
        accept(expiring(command("c2", "send_message", new GroupAddress.ByRef("order-1"), 2), Duration.ofMinutes(1)));
        accept(send("c3", "order-1"));
        clock.pass(Duration.ofMinutes(2));
        Mailbox mailbox = onlyMailbox();

        assertThat(mailbox.next().lapsed(clock.instant())).isTrue();
        record(mailbox, new CallResult.Lapsed());

        assertThat(work(mailbox)).containsExactly("c3 call 1");
        assertThat(outcomes())
                .extracting(outcome -> outcome.get("command_id").textValue(), outcome -> outcome.get("status")
                        .textValue())
                .containsExactly(tuple("c1", "accepted"), tuple("c2", "expired"), tuple("c3", "accepted"));
    }

    @Test
    void a_command_that_has_begun_does_not_lapse() throws Exception {
        accept(expiring(create("c1", "order-1", 2), Duration.ofMinutes(1)));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, accepted("chat-1"));
        clock.pass(Duration.ofMinutes(2));

        assertThat(mailbox.next().lapsed(clock.instant())).isFalse();
    }

    @Test
    void a_command_whose_first_call_may_have_reached_Linq_does_not_lapse() throws Exception {
        accept(expiring(create("c1", "order-1", 1), Duration.ofMinutes(1)));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, new Again(Duration.ofMinutes(2), Reason.MAYBE_DONE, Fault.noAnswer("no answer in time")));
        giveBack(mailbox);
        clock.pass(Duration.ofMinutes(3));

        assertThat(onlyMailbox().next().lapsed(clock.instant())).isFalse();
    }

    @Test
    void a_group_is_sent_no_more_messages_a_minute_than_configured_whoever_sends_them() throws Exception {
        accept(create("c1", "order-1", PER_MINUTE + 5));
        accept(create("c2", "order-2", 1));

        List<Mailbox> both = mailboxes.claim();
        assertThat(both).hasSize(2);
        List<String> worked = new ArrayList<>();
        both.forEach(mailbox -> worked.addAll(work(mailbox)));
        assertThat(worked).hasSize(PER_MINUTE + 1);
        clock.pass(Duration.ofSeconds(59));
        assertThat(mailboxes.claim()).isEmpty();
        clock.pass(Duration.ofSeconds(1));

        assertThat(work(onlyMailbox())).hasSize(5);
    }

    @Test
    void what_is_no_message_is_not_held_by_the_pace() throws Exception {
        accept(create("c1", "order-1", PER_MINUTE));
        accept(call("c2", "order-1", CallKind.UPDATE_CHAT), send("c3", "order-1"));

        assertThat(work(onlyMailbox())).hasSize(PER_MINUTE + 1).endsWith("c2 call 1");
    }

    @Test
    void a_line_that_has_sent_all_it_may_today_sends_again_tomorrow() throws Exception {
        lines = new Lines(clock, 5, OptionalLong.of(3));
        reopen();
        accept(create("c1", "order-1", 3));
        work(onlyMailbox());
        accept(send("c2", "order-1"), call("c3", "order-1", CallKind.UPDATE_CHAT));
        accept(create("c4", "order-2", 1));

        List<String> worked = new ArrayList<>();
        mailboxes.claim().forEach(mailbox -> worked.addAll(work(mailbox)));
        assertThat(worked).containsExactly("c4 call 1");
        assertThat(lines.messagesToday("line of order-1")).isEqualTo(3);
        clock.pass(Duration.ofHours(14));
        assertThat(mailboxes.claim()).isEmpty();
        clock.pass(Duration.ofHours(1));

        assertThat(lines.messagesToday("line of order-1")).isZero();
        assertThat(work(onlyMailbox())).containsExactly("c2 call 1", "c3 call 1");
    }

    @Test
    void a_call_without_a_key_is_begun_once() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();
        results.begin(mailbox);

        assertThatThrownBy(() -> results.begin(mailbox)).isInstanceOf(CallInDoubt.class);
        reopen();
        assertThatThrownBy(() -> results.begin(mailbox)).isInstanceOf(CallInDoubt.class);
    }

    @Test
    void a_call_that_is_sure_not_to_have_left_can_be_begun_again() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();
        results.begin(mailbox);
        record(mailbox, new Again(Duration.ZERO, Reason.NOT_DONE, Fault.noAnswer("refused")));

        assertThatCode(() -> results.begin(mailbox)).doesNotThrowAnyException();
    }

    @Test
    void the_backlog_tells_what_waits_and_how_late_it_is() throws Exception {
        accept(create("c1", "order-1", 1), create("c2", "order-2", 1));
        accept(delayed(create("c3", "order-3", 1), Duration.ofHours(1)));
        clock.pass(Duration.ofSeconds(7));

        assertThat(new Backlog(database, clock).now()).contains(new Backlog.State(2, 7.0, 1, 0, 0));
        mailboxes.claim().forEach(this::work);
        assertThat(new Backlog(database, clock).now()).contains(new Backlog.State(0, 0.0, 1, 0, 2));
        database.close();
        assertThat(new Backlog(database, clock).now()).isEmpty();
    }

    @Test
    void what_comes_for_a_group_whose_delayed_create_is_due_but_not_released_yet_stays_behind_it() throws Exception {
        accept(delayed(create("c1", "order-1", 1), Duration.ofMinutes(1)));
        clock.pass(Duration.ofMinutes(1));
        accept(send("c2", "order-1"));

        delayedCommands.release();

        assertThat(work(onlyMailbox())).containsExactly("c1 call 1", "c2 call 1");
    }

    @Test
    void a_create_behind_other_calls_waits_for_its_turn_too() throws Exception {
        accept(named("c0", "order-0", "Zero", "members"));
        work(onlyMailbox());
        accept(named("c1", "order-1", "One", "others"), send("s2", "order-1"));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, new Failed(fault(400)));
        giveBack(mailbox);
        accept(named("c3", "order-1", "One", "members"));

        assertThat(work(onlyMailbox())).containsExactly("s2 call 1");
        assertThat(onlyMailbox().turn()).isPresent();
    }

    @Test
    void any_name_frees_the_members_for_the_next_group() throws Exception {
        accept(named("c1", "order-1", "First ", "members"));
        work(onlyMailbox());
        accept(named("c2", "order-2", "Second", "members"));
        TestLedger.store(events, event("e1", "chat-of-ref:order-1", Optional.of("First")));

        assertThat(onlyMailbox().turn()).isEmpty();
    }

    @Test
    void whatever_an_error_says_can_be_recorded() throws Exception {
        int number = 0;
        for (String said : List.of("a\0b", "half \ud83d", "\ude00 half", "x".repeat(999) + "\ud83d\ude00y")) {
            String id = "c" + number++;
            accept(create(id, "order-" + id, 1));
            Mailbox mailbox = onlyMailbox();
            record(mailbox, new Failed(Fault.noAnswer(said)));
            giveBack(mailbox);
        }

        assertThat(outcomes()).hasSize(4);
    }

    @Test
    void a_call_that_had_no_answer_is_replayed_with_its_own_key() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, new Failed(Fault.noAnswer("Read timed out")));
        giveBack(mailbox);

        failedCommands.replay("c1");

        assertThat(onlyMailbox().next().body()).contains("\"c1-1\"");
    }

    /** Closed but for one probe after another; knows which of them were released. */
    private static final class ProbingGate implements WorkGate {
        private final List<Long> released = new ArrayList<>();
        private boolean open = true;
        private int most;
        private long probes;

        @Override
        public Permit permits(int workers) {
            if (open) {
                return Permit.of(workers);
            }
            return most == 0 ? Permit.of(0) : new Permit(1, OptionalLong.of(++probes));
        }

        @Override
        public void releaseProbe(long probe) {
            released.add(probe);
        }
    }

    @Test
    void nothing_is_claimed_while_the_gate_is_closed() throws Exception {
        ProbingGate probing = new ProbingGate();
        gate = probing;
        probing.open = false;
        reopen();
        accept(create("c1", "order-1", 1), create("c2", "order-2", 1));

        assertThat(mailboxes.claim()).isEmpty();
        assertThat(probing.released)
                .as("a probe under way is not ended by this")
                .isEmpty();
        probing.most = 1;
        onlyMailbox();
        onlyMailbox();
        assertThat(mailboxes.claim()).isEmpty();
        assertThat(probing.released).as("the one that found nothing").containsExactly(3L);
    }

    @Test
    void a_mailbox_that_is_given_back_releases_its_own_probe_and_no_other() throws Exception {
        ProbingGate probing = new ProbingGate();
        gate = probing;
        reopen();
        accept(create("c1", "order-1", 1));
        Mailbox before = onlyMailbox();
        probing.open = false;
        probing.most = 1;
        accept(create("c2", "order-2", 1));
        Mailbox probe = onlyMailbox();

        giveBack(before);
        assertThat(probing.released).as("it has no probe").isEmpty();
        giveBack(probe);

        assertThat(probing.released).containsExactly(1L);
    }

    @Test
    void a_failed_command_is_replayed_with_fresh_keys_from_the_call_that_failed() throws Exception {
        accept(create("c1", "order-1", 3), send("c2", "order-1"));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, accepted("chat-1"));
        record(mailbox, new Failed(fault(400)));
        work(mailbox);

        assertThat(failedCommands.replay("c1")).isEmpty();

        Mailbox again = onlyMailbox();
        assertThat(again.next().name()).isEqualTo("c1 call 2");
        assertThat(again.next().attempts()).isZero();
        assertThat(JSON.readTree(again.next().body())
                        .at("/message/idempotency_key")
                        .textValue())
                .isEqualTo("c1-2-r1");
        assertThat(work(again)).containsExactly("c1 call 2", "c1 call 3");
        assertThat(outcomes())
                .extracting(outcome -> outcome.get("outcome_id").textValue())
                .containsExactly("c1:failed", "c2:accepted", "c1:accepted:replay-1");
    }

    @Test
    void every_replay_has_a_key_of_its_own() throws Exception {
        accept(create("c1", "order-1", 1));
        for (String key : List.of("c1-1", "c1-1-r1", "c1-1-r2")) {
            Mailbox mailbox = onlyMailbox();
            assertThat(JSON.readTree(mailbox.next().body())
                            .at("/message/idempotency_key")
                            .textValue())
                    .isEqualTo(key);
            record(mailbox, new Failed(fault(400)));
            giveBack(mailbox);
            assertThat(failedCommands.replay("c1")).isEmpty();
        }
    }

    @Test
    void what_has_not_failed_is_not_replayed() throws Exception {
        accept(create("c1", "order-1", 1));
        assertThat(failedCommands.replay("c1")).isPresent();
        work(onlyMailbox());
        assertThat(failedCommands.replay("c1")).isPresent();
        assertThat(failedCommands.replay("c2")).isPresent();
    }

    @Test
    void a_create_is_not_replayed_when_another_command_has_made_the_group_since() throws Exception {
        accept(create("c1", "order-1", 1));
        Mailbox mailbox = onlyMailbox();
        record(mailbox, new Failed(fault(400)));
        giveBack(mailbox);
        accept(create("c2", "order-1", 1));

        assertThat(failedCommands.replay("c1")).contains("another command has created its group since");
        assertThat(work(onlyMailbox())).containsExactly("c2 call 1");
    }

    @Test
    void failed_commands_are_found_by_id_batch_code_and_time() throws Exception {
        for (String id : List.of("c1", "c2", "c3")) {
            accept(id.equals("c2") ? ofAFile(create(id, "order-" + id, 1)) : create(id, "order-" + id, 1));
            Mailbox mailbox = onlyMailbox();
            record(mailbox, new Failed(fault(id.equals("c3") ? 403 : 400)));
            giveBack(mailbox);
            clock.pass(Duration.ofMinutes(1));
        }
        accept(create("c4", "order-c4", 1));
        work(onlyMailbox());
        Instant last = clock.instant().minus(Duration.ofMinutes(1));
        FailedCommands.Filter any = new FailedCommands.Filter(
                List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(found(any)).containsExactly("c1", "c2", "c3");
        assertThat(found(new FailedCommands.Filter(
                        List.of("c2", "c4"), any.batch(), any.code(), any.since(), any.until())))
                .containsExactly("c2");
        for (String name : List.of("groups.csv", "f-1")) {
            assertThat(found(new FailedCommands.Filter(
                            List.of(), Optional.of(name), any.code(), any.since(), any.until())))
                    .containsExactly("c2");
        }
        assertThat(found(new FailedCommands.Filter(
                        List.of(), Optional.of("groups-of-c2.csv"), any.code(), any.since(), any.until())))
                .as("a place is for people to read")
                .isEmpty();
        assertThat(found(new FailedCommands.Filter(List.of(), any.batch(), Optional.of(403), any.since(), any.until())))
                .containsExactly("c3");
        assertThat(found(
                        new FailedCommands.Filter(List.of(), any.batch(), Optional.of(1004), any.since(), any.until())))
                .containsExactly("c1", "c2", "c3");
        assertThat(found(new FailedCommands.Filter(List.of(), any.batch(), any.code(), Optional.of(last), any.until())))
                .containsExactly("c3");
        assertThat(found(new FailedCommands.Filter(List.of(), any.batch(), any.code(), any.since(), Optional.of(last))))
                .containsExactly("c1", "c2");
    }

    /** The same command, as a row of groups.csv. */
    private NewCommand ofAFile(NewCommand command) {
        new BatchIntake(database, TOPICS, clock, LEASE, new WorkSignal(), new WorkSignal())
                .claim(new Batch("f-1", "groups.csv", "groups", "sha"));
        return BatchesRig.row("f-1", 2, command);
    }

    private List<String> found(FailedCommands.Filter filter) {
        return failedCommands.find(filter).stream()
                .map(FailedCommands.Failed::commandId)
                .toList();
    }

    @Test
    void an_event_delivered_twice_is_relayed_once() {
        TestLedger.store(events, event("e1", "chat-1", Optional.empty()));
        TestLedger.store(events, event("e1", "chat-1", Optional.empty()));

        assertThat(outbox.next()).singleElement().satisfies(outgoing -> {
            assertThat(outgoing.topic()).isEqualTo("events");
            assertThat(outgoing.value()).isEqualTo(bytes("event e1"));
            assertThat(outgoing.key()).hasValueSatisfying(key -> assertThat(key).isEqualTo(bytes("chat-1")));
        });
    }

    @Test
    void an_event_carries_its_command_and_group_where_the_ledger_knows_them() throws Exception {
        accept(create("c1", "order-1", 1));
        // The key is known from the start, so the event finds its call even before the answer is recorded.
        TestLedger.store(
                events,
                TestEvent.of("e1", "message.sent")
                        .inChat("chat-x")
                        .withKey("c1-1")
                        .event());
        work(onlyMailbox());
        TestLedger.store(events, event("e2", "chat-of-ref:order-1", Optional.empty()));

        List<Outbox.Outgoing> relayed = outbox.next().stream()
                .filter(record -> record.topic().equals("events"))
                .toList();
        assertThat(relayed.get(0).headers())
                .containsEntry("linq-command-id", "c1")
                .containsEntry("linq-group-ref", "order-1");
        assertThat(relayed.get(1).headers())
                .containsEntry("linq-group-ref", "order-1")
                .doesNotContainKey("linq-command-id");
    }

    @Test
    void records_leave_the_outbox_in_order_and_only_when_acknowledged() {
        IntStream.range(0, 5).forEach(i -> TestLedger.store(events, event("e" + i, "chat-1", Optional.empty())));

        List<Outbox.Outgoing> first = outbox.next();
        assertThat(first)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("event e0", "event e1", "event e2", "event e3", "event e4");
        assertThat(outbox.next()).hasSize(5);
        outbox.delete(first.subList(0, 2));

        assertThat(outbox.next()).hasSize(3);
    }

    @Test
    void one_instance_relays_at_a_time_and_another_takes_over_when_it_falls_silent() {
        TestLedger.store(events, event("e1", "chat-1", Optional.empty()));
        Outbox other = new Outbox(database, clock, new WorkSignal(), LEASE, 100, "groups");

        assertThat(outbox.next()).hasSize(1);
        assertThat(other.next()).isEmpty();
        clock.pass(LEASE.plusSeconds(1));

        assertThat(other.next()).hasSize(1);
        assertThat(outbox.next()).isEmpty();
    }

    @RepeatedTest(10)
    void two_instances_that_accept_the_same_records_at_once_accept_each_once() throws Exception {
        List<Intake> batch = IntStream.range(0, 200)
                .mapToObj(i -> (Intake) create("c" + i, "order-" + i, 2))
                .toList();

        List<Acceptance.Accepted> accepted = atOnce(4, () -> acceptance.accept(batch));

        assertThat(accepted.stream().mapToInt(Acceptance.Accepted::accepted).sum())
                .isEqualTo(200);
        assertThat(accepted.stream().mapToInt(Acceptance.Accepted::repeated).sum())
                .isEqualTo(600);
    }

    @Test
    void no_mailbox_is_worked_by_two_workers_at_a_time() throws Exception {
        accept(IntStream.range(0, 300)
                .mapToObj(i -> create("c" + i, "order-" + i, 2))
                .toArray(NewCommand[]::new));
        Set<String> inWork = ConcurrentHashMap.newKeySet();
        List<String> worked = Collections.synchronizedList(new ArrayList<>());

        atOnce(3, () -> {
            Mailboxes instance = mailboxes(database);
            for (List<Mailbox> claimed = instance.claim(); !claimed.isEmpty(); claimed = instance.claim()) {
                for (Mailbox mailbox : claimed) {
                    assertThat(inWork.add(mailbox.name())).isTrue();
                }
                for (Mailbox mailbox : claimed) {
                    while (mailbox.hasNext(clock.instant())) {
                        worked.add(mailbox.next().name());
                        record(mailbox, accepted("chat-of-" + mailbox.name()));
                    }
                    inWork.remove(mailbox.name());
                    instance.giveBack(mailbox).toCompletableFuture().join();
                }
            }
            return null;
        });

        assertThat(worked).doesNotHaveDuplicates().hasSize(600);
    }

    @Test
    @Timeout(30)
    void an_error_in_one_commit_fails_that_commit_only() {
        GroupCommit<String> commits = new GroupCommit<>(database, "test", (handle, items) -> {
            if (items.contains("bad")) {
                throw new AssertionError("as the driver does");
            }
            if (items.contains("worse")) {
                throw new StackOverflowError("as nobody expects");
            }
        });

        for (String bad : List.of("bad", "worse")) {
            assertThat(commits.submit(bad))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(LedgerException.class);
            assertThat(commits.submit("good")).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void what_is_accepted_is_still_there_after_the_process_has_ended() throws Exception {
        accept(create("c1", "order-1", 2));
        reopen();

        assertThat(work(onlyMailbox())).containsExactly("c1 call 1", "c1 call 2");
    }

    @Test
    void a_ledger_of_version_1_is_taken_over_with_all_that_waits_in_it() throws Exception {
        database.close();
        url = freshDatabase();
        boolean h2 = url.startsWith("jdbc:h2:");
        try (HikariDataSource source = Database.dataSource(url, "", "", 3)) {
            Database.migration(source, h2).target("1").load().migrate();
            Jdbi.create(source).useHandle(handle -> handle.createScript(
                            ClasspathSqlLocator.create().locate("ledger/version-1"))
                    .execute());
        }
        reopen();
        accept(send("new-1", "order-1"));

        assertThat(work(onlyMailbox())).containsExactly("old-2 call 1", "old-2 call 2", "new-1 call 1");
        assertThat(outcomes())
                .extracting(outcome -> outcome.get("command_id").textValue(), outcome -> outcome.get("warnings")
                        .size())
                .containsExactly(tuple("old-2", 1), tuple("new-1", 0));
    }

    @Test
    void only_a_ledger_with_the_newest_migration_is_up_to_date() throws Exception {
        String other = freshDatabase();
        boolean h2 = other.startsWith("jdbc:h2:");
        try (HikariDataSource source = Database.dataSource(other, "", "", 3)) {
            assertThat(Database.isUpToDate(source)).isFalse();

            Database.migration(source, h2).target("1").load().migrate();
            assertThat(Database.isUpToDate(source)).isFalse();

            Database.migration(source, h2).load().migrate();
            assertThat(Database.isUpToDate(source)).isTrue();
        }
    }

    @Test
    void a_command_that_is_not_accepted_is_told_of_under_the_chat_that_it_names() throws Exception {
        accept(sendToChat("c1", "chat-1"));
        accept(at("elsewhere", sendToChat("c1", "chat-1")));

        Outbox.Outgoing outcome = outbox.next().get(0);
        assertThat(JSON.readTree(outcome.value()).path("chat_id").textValue()).isEqualTo("chat-1");
        assertThat(outcome.key()).hasValueSatisfying(key -> assertThat(key).isEqualTo(bytes("chat-1")));
    }

    private void endLeases() {
        try (HikariDataSource source = Database.dataSource(url, "", "", 1)) {
            Jdbi.create(source)
                    .useHandle(
                            handle -> handle.execute(
                                    "UPDATE mailbox SET due_at = TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00Z' WHERE lease IS NOT NULL"));
        }
    }

    /** As a new process does. */
    void reopen() {
        database.close();
        database = Database.open(url, "", "", 6);
        acceptance = new Acceptance(database, TOPICS, clock, new WorkSignal(), new WorkSignal());
        mailboxes = mailboxes(database);
        results = TestLedger.results(database, mailboxes, TOPICS, clock, lines);
        outbox = new Outbox(database, clock, new WorkSignal(), LEASE, 100, "groups");
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(Collections.nCopies(threads, work))) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    Acceptance.Accepted accept(NewCommand... commands) {
        return acceptance.accept(List.of(commands));
    }

    Mailbox onlyMailbox() throws InterruptedException {
        List<Mailbox> claimed = mailboxes.claim();
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private void record(Mailbox mailbox, CallResult result) {
        results.record(mailbox, mailbox.next(), result, clock.instant())
                .toCompletableFuture()
                .join();
    }

    private void giveBack(Mailbox mailbox) {
        mailboxes.giveBack(mailbox).toCompletableFuture().join();
    }

    /** Works all its calls with success and gives it back; the names of the calls. */
    private List<String> work(Mailbox mailbox) {
        List<String> names = new ArrayList<>();
        while (mailbox.hasNext(clock.instant())) {
            names.add(mailbox.next().name());
            record(mailbox, accepted("chat-of-" + mailbox.name()));
        }
        giveBack(mailbox);
        return names;
    }

    List<JsonNode> outcomes() throws Exception {
        List<JsonNode> outcomes = new ArrayList<>();
        for (Outbox.Outgoing outgoing : outbox.next()) {
            if (outgoing.topic().equals("outcomes")) {
                outcomes.add(JSON.readTree(outgoing.value()));
            }
        }
        return outcomes;
    }

    static Accepted accepted(String chatId) {
        return new Accepted(201, Optional.of(chatId), Optional.of("message"), Optional.of("trace"));
    }

    static Fault fault(int status) {
        return new Fault(Optional.of(status), Optional.of(1004), "no", Optional.empty(), Optional.of("trace"));
    }

    static NewCommand create(String commandId, String groupRef, int calls) {
        return command(
                commandId,
                "create_group",
                new GroupAddress.New(groupRef, "line of " + groupRef, "set of " + groupRef, Optional.empty()),
                calls);
    }

    static NewCommand named(String commandId, String groupRef, String name, String members) {
        return command(
                commandId,
                "create_group",
                new GroupAddress.New(groupRef, "line of " + groupRef, members, Optional.of(name)),
                1);
    }

    static NewCommand send(String commandId, String groupRef) {
        return command(commandId, "send_message", new GroupAddress.ByRef(groupRef), 1);
    }

    static NewCommand call(String commandId, String groupRef, CallKind kind) {
        NewCommand send = send(commandId, groupRef);
        NewCall call = new NewCall(1, kind, "PUT", "/chats/{chat_id}", "{}", Optional.empty());
        return new NewCommand(
                send.origin(),
                commandId,
                "type",
                send.group(),
                List.of(),
                List.of(call),
                Optional.empty(),
                Optional.empty());
    }

    static NewCommand sendToChat(String commandId, String chatId) {
        return command(commandId, "send_message", new GroupAddress.ByChat(chatId), 1);
    }

    static NewCommand command(String commandId, String type, GroupAddress group, int calls) {
        List<NewCall> planned = IntStream.rangeClosed(1, calls)
                .mapToObj(position -> new NewCall(
                        position,
                        position == 1 && group instanceof GroupAddress.New
                                ? CallKind.CREATE_CHAT
                                : CallKind.SEND_MESSAGE,
                        "POST",
                        "/chats",
                        "{\"message\":{\"idempotency_key\":\"" + commandId + "-" + position + "\"}}",
                        Optional.of(commandId + "-" + position)))
                .toList();
        return new NewCommand(
                origin(commandId, "source of " + commandId),
                commandId,
                type,
                group,
                List.of(),
                planned,
                Optional.empty(),
                Optional.empty());
    }

    private static Origin origin(String commandId, String sourceId) {
        return new Origin(
                sourceId,
                "{}",
                "groups-of-" + commandId + ".csv row 2",
                Optional.of(new Origin.Record(
                        Optional.of(bytes("key of " + commandId)), bytes("body of " + commandId), Optional.empty())),
                Optional.empty());
    }

    private NewCommand delayed(NewCommand command, Duration by) {
        return timed(command, Optional.of(clock.instant().plus(by)), Optional.empty());
    }

    private NewCommand expiring(NewCommand command, Duration after) {
        return timed(command, Optional.empty(), Optional.of(clock.instant().plus(after)));
    }

    static NewCommand timed(NewCommand command, Optional<Instant> notBefore, Optional<Instant> expiresAt) {
        return new NewCommand(
                command.origin(),
                command.commandId(),
                command.type(),
                command.group(),
                command.warnings(),
                command.calls(),
                notBefore,
                expiresAt);
    }

    private static NewCommand at(String sourceId, NewCommand command) {
        return new NewCommand(
                origin(command.commandId(), sourceId),
                command.commandId(),
                command.type(),
                command.group(),
                command.warnings(),
                command.calls(),
                command.notBefore(),
                command.expiresAt());
    }

    static NewEvent event(String eventId, String chatId, Optional<String> name) {
        TestEvent event = TestEvent.of(eventId, "message.received").inChat(chatId);
        return name.map(known -> event.saying(Kind.NAMED, known)).orElse(event).event();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
