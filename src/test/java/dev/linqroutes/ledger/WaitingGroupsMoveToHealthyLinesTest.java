package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.at;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.chat.MemberSets;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.LineReport;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.CommandCanceller;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A group that waits for a line which makes no new groups goes from another one of the pool, unless its create may have been sent, or its
 * command has named the line.
 */
class WaitingGroupsMoveToHealthyLinesTest extends OnH2AndPostgres {
    private static final String ONE = "+12025550101";
    /** Of another length: the stored size of a body has to follow. */
    private static final String OTHER = "+4420255501022";

    private static final Map<String, Long> LINES = Map.of(ONE, 1L, OTHER, 1L);
    private static final Duration HOUR = Duration.ofMinutes(61);

    private final TestClock clock = new TestClock();
    private String url;
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = freshDatabase();
        ledger = settings().open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void it_is_made_once_from_a_healthy_line_with_the_key_and_the_members_that_it_had() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        flag(line);

        assertThat(made())
                .containsExactly(Map.entry(
                        "a",
                        "{\"from\":\"" + otherThan(line)
                                + "\",\"to\":[\"+1\",\"member of a\"],\"message\":{\"idempotency_key\":\"a-1\"}}"));
        assertThat(lineOf("a")).isEqualTo(otherThan(line));
        assertThat(read("member_set", "a"))
                .isEqualTo(GroupAddress.NewGroup.memberSet(otherThan(line), List.of("member of a", "+1")));
        assertThat(count("call WHERE body_bytes <> OCTET_LENGTH(body) OR idempotency_key <> 'a-1'"))
                .isZero();
        assertThat(made()).isEmpty();
    }

    @OnEachDatabase
    void what_follows_its_create_follows_from_the_line_that_it_has_then() throws Exception {
        ledger.accept(any("a"), send("s", "a"));
        flag(lineOf("a"));

        assertThat(work()).containsExactly("a call 1", "s call 1");
        assertThat(ledger.newConversations.readAll()).isEqualTo(Map.of(lineOf("a"), 1L));
    }

    @OnEachDatabase
    void without_a_limit_of_new_groups_a_line_gets_only_as_many_as_are_advised_for_a_day() throws Exception {
        reopen(mostly(ONE).advisedNew(3));
        ledger.accept(IntStream.range(0, 9).mapToObj(i -> any("g" + i)).toArray(PlannedCommand[]::new));
        flag(ONE);

        assertThat(made()).containsOnlyKeys("g0", "g1", "g2");
        assertThat(waitingAt(ONE)).isEqualTo(6);

        clock.advance(Duration.ofHours(25));
        flag(ONE);
        assertThat(made()).containsOnlyKeys("g3", "g4", "g5");
    }

    @OnEachDatabase
    void it_leaves_a_line_for_which_linq_has_refused_new_activity() throws Exception {
        ledger.accept(of("own", ONE));
        refuse(ledger.onlyMailbox());
        tell(OTHER, "FLAGGED");
        ledger.accept(any("a"), any("b"));
        assertThat(made()).isEmpty();

        tell(OTHER, "ACTIVE");

        assertThat(made()).containsOnlyKeys("a", "b").allSatisfy((ref, body) -> assertThat(body)
                .contains(OTHER));
    }

    @OnEachDatabase
    void one_stays_to_find_out_whether_linq_takes_groups_of_its_line_again() throws Exception {
        reopen(mostly(ONE));
        ledger.accept(of("own", ONE));
        refuse(ledger.onlyMailbox());
        flag(OTHER);
        ledger.accept(any("a"), any("b"), any("c"));
        assertThat(made()).isEmpty();

        clock.advance(HOUR);
        tell(OTHER, "ACTIVE");

        assertThat(made()).containsOnlyKeys("a", "b", "c");
        assertThat(linesOf("a", "b", "c")).containsExactly(ONE, OTHER, OTHER);
    }

    @OnEachDatabase
    void a_line_that_has_to_show_that_it_is_healthy_gets_one_if_there_is_no_other() throws Exception {
        reopen(mostly(ONE));
        ledger.accept(of("own", OTHER));
        refuse(ledger.onlyMailbox());
        ledger.accept(any("a"), any("b"));
        flag(ONE);
        assertThat(made()).isEmpty();

        clock.advance(HOUR);
        Mailbox probe = claimAfterMove();
        assertThat(linesOf("a", "b")).containsExactly(OTHER, ONE);
        ledger.work(probe);

        assertThat(made()).containsOnlyKeys("b");
        assertThat(linesOf("a", "b")).containsExactly(OTHER, OTHER);
    }

    @OnEachDatabase
    void without_a_healthy_line_it_waits_until_one_is() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        flag(ONE);
        flag(OTHER);
        assertThat(made()).isEmpty();
        clock.advance(Duration.ofHours(2));
        assertThat(made()).isEmpty();
        assertThat(lineOf("a")).isEqualTo(line);

        tell(otherThan(line), "ACTIVE");

        assertThat(made()).containsOnlyKeys("a");
        assertThat(lineOf("a")).isEqualTo(otherThan(line));
    }

    @OnEachDatabase
    void it_does_not_move_to_a_line_that_has_sent_what_it_may_that_day() throws Exception {
        reopen(settings().mostPerDay(1));
        ledger.accept(of("own", OTHER));
        ledger.workAll();
        ledger.accept(any("a"));
        flag(ONE);

        assertThat(made()).isEmpty();
        assertThat(lineOf("a")).isEqualTo(ONE);
    }

    @OnEachDatabase
    void it_does_not_move_to_a_line_that_is_paused() throws Exception {
        ledger.pauses.pause(PauseScope.LINE, OTHER, "", "Ann", handle -> {});
        ledger.accept(any("a"));
        flag(ONE);
        assertThat(made()).isEmpty();
        assertThat(lineOf("a")).isEqualTo(ONE);

        ledger.pauses.resume(PauseScope.LINE, OTHER, handle -> {});
        assertThat(made()).containsOnlyKeys("a");
    }

    @OnEachDatabase
    void it_does_not_leave_a_line_that_somebody_has_paused() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        flag(line);
        flag(otherThan(line));
        assertThat(made()).isEmpty();
        ledger.pauses.pause(PauseScope.LINE, line, "", "Ann", handle -> {});
        tell(otherThan(line), "ACTIVE");
        clock.advance(Duration.ofMinutes(1));
        assertThat(made()).isEmpty();

        ledger.pauses.resume(PauseScope.LINE, line, handle -> {});
        clock.advance(Duration.ofMinutes(1));

        assertThat(made()).containsOnlyKeys("a");
        assertThat(lineOf("a")).isEqualTo(otherThan(line));
    }

    @OnEachDatabase
    void a_pause_of_the_group_holds_wherever_it_is_and_another_instance_makes_it_if_that_one_dies() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        flag(line);
        assertThat(ledger.claim()).isEmpty();
        ledger.pauses.pause(PauseScope.GROUP, "ref:a", "", "Ann", handle -> {});
        assertThat(made()).isEmpty();
        assertThat(lineOf("a")).isEqualTo(otherThan(line));
        reopen(settings());
        assertThat(made()).isEmpty();

        ledger.pauses.resume(PauseScope.GROUP, "ref:a", handle -> {});
        clock.advance(Duration.ofMinutes(1));

        assertThat(made()).containsOnlyKeys("a");
        assertThat(made(ledger.another())).isEmpty();
    }

    @OnEachDatabase
    void those_of_lines_with_weights_move_by_them() throws Exception {
        String third = "+12025550103";
        reopen(TestLedger.on(url, clock).lines(Map.of(ONE, 100L, OTHER, 2L, third, 1L)));
        ledger.accept(IntStream.range(0, 9).mapToObj(i -> any("g" + i)).toArray(PlannedCommand[]::new));
        assertThat(count("chat_group WHERE line = '" + ONE + "'")).isEqualTo(9);
        flag(ONE);
        made();

        assertThat(count("chat_group WHERE line = '" + OTHER + "'")).isEqualTo(6);
        assertThat(count("chat_group WHERE line = '" + third + "'")).isEqualTo(3);
    }

    @OnEachDatabase
    void with_a_limit_those_that_move_have_their_turns_in_the_order_of_acceptance() throws Exception {
        reopen(settings().mostNew(24));
        ledger.accept(any("a"), any("b"), any("c"), any("d"), any("e"), any("f"));
        assertThat(made()).containsOnlyKeys("a", "b");
        String left = lineOf("c");
        flag(left);

        List<String> made = new ArrayList<>();
        for (int hour = 0; hour < 6; hour++) {
            clock.advance(Duration.ofHours(1));
            made.addAll(made().keySet());
        }

        assertThat(made).containsExactly("c", "d", "e", "f");
        assertThat(count("chat_group WHERE line = '" + left + "'")).isEqualTo(1);
    }

    @OnEachDatabase
    void with_a_limit_only_those_move_that_have_their_turn_within_a_day() throws Exception {
        reopen(settings().mostNew(4));
        ledger.accept(IntStream.range(0, 20).mapToObj(i -> any("g" + i)).toArray(PlannedCommand[]::new));
        made();
        flag(ONE);
        made();
        assertThat(waitingAt(ONE)).isEqualTo(7);
        for (int hours = 0; hours < 48; hours += 6) {
            clock.advance(Duration.ofHours(6).plusMinutes(2));
            flag(ONE);
            made();
        }

        assertThat(waitingAt(ONE)).isBetween(2L, 4L);
        assertThat(count("chat_group WHERE status = 'created' AND line = '" + OTHER + "'"))
                .isBetween(7L, 9L);
    }

    @OnEachDatabase
    void it_stays_for_an_hour_where_it_has_moved_to_however_the_lines_change() throws Exception {
        reopen(settings().mostNew(24));
        ledger.accept(any("a"), any("b"), any("c"), any("d"));
        made();
        String first = lineOf("d");
        flag(first);
        made();
        assertThat(lineOf("d")).isEqualTo(otherThan(first));
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(5));
            tell(first, "ACTIVE");
            flag(otherThan(first));
            made();
            clock.advance(Duration.ofMinutes(1));
            tell(otherThan(first), "ACTIVE");
            flag(first);
            made();
            assertThat(lineOf("d")).isEqualTo(otherThan(first));
        }

        flag(otherThan(first));
        clock.advance(HOUR);
        tell(first, "ACTIVE");
        made();
        assertThat(lineOf("d")).isEqualTo(first);
    }

    @OnEachDatabase
    void a_line_that_is_healthy_again_gets_none_back() throws Exception {
        reopen(settings().mostNew(24));
        ledger.accept(any("a"), any("b"), any("c"), any("d"));
        made();
        String first = lineOf("d");
        flag(first);
        made();
        tell(first, "ACTIVE");
        clock.advance(Duration.ofMinutes(1));
        made();

        assertThat(lineOf("c")).isEqualTo(otherThan(first));
        assertThat(lineOf("d")).isEqualTo(otherThan(first));
    }

    @OnEachDatabase
    void it_does_not_move_to_a_line_at_which_a_group_without_a_name_has_its_members() throws Exception {
        reopen(mostly(ONE));
        ledger.accept(of("other", "other", OTHER, "same"));
        ledger.workAll();
        ledger.accept(of("a", "a", GroupAddress.NewGroup.ANY_LINE, "same"), any("b"));
        flag(ONE);

        assertThat(made()).containsOnlyKeys("b");
        assertThat(lineOf("a")).isEqualTo(ONE);
        LedgerTransaction.run(ledger.database, 1, "name", handle -> {
            MemberSets.recordNamed(handle, "chat-of-ref:other", clock.instant());
            return null;
        });
        clock.advance(Duration.ofMinutes(5));
        assertThat(made()).containsOnlyKeys("a");
        assertThat(lineOf("a")).isEqualTo(OTHER);
    }

    @OnEachDatabase
    void of_two_with_the_same_members_one_moves() throws Exception {
        reopen(mostly(ONE));
        ledger.accept(
                of("a", "a", GroupAddress.NewGroup.ANY_LINE, "same"),
                of("b", "b", GroupAddress.NewGroup.ANY_LINE, "same"));
        flag(ONE);
        made();

        assertThat(linesOf("a", "b")).containsExactly(OTHER, ONE);
    }

    @OnEachDatabase
    void one_whose_command_names_its_line_waits_for_that_line() throws Exception {
        ledger.accept(of("a", ONE));
        flag(ONE);
        assertThat(made()).isEmpty();
        clock.advance(Duration.ofHours(2));

        assertThat(made()).isEmpty();
        assertThat(lineOf("a")).isEqualTo(ONE);
    }

    @OnEachDatabase
    void one_that_is_created_again_or_replayed_keeps_its_line_since_linq_may_have_made_it() throws Exception {
        reopen(mostly(ONE));
        ledger.accept(any("a"), any("b"));
        for (Mailbox mailbox : ledger.claim()) {
            ledger.record(mailbox, new CallResult.Failed(fault(500)));
        }
        ledger.accept(at("again", of("again", "a", GroupAddress.NewGroup.ANY_LINE, "member of a")));
        assertThat(ledger.failedCommands.replay("b")).isEmpty();
        flag(ONE);
        made();

        assertThat(linesOf("a", "b")).containsOnly(ONE);
    }

    @OnEachDatabase
    void one_that_linq_has_answered_stays_whatever_the_answer_was() throws Exception {
        reopen(mostly(ONE));
        List<Retry.Reason> reasons = List.of(Retry.Reason.values());
        ledger.accept(reasons.stream().map(reason -> any(reason.name())).toArray(PlannedCommand[]::new));
        for (Mailbox mailbox : ledger.claim()) {
            Retry.Reason reason = Retry.Reason.valueOf(mailbox.groupRef().orElseThrow());
            ledger.record(mailbox, new Retry(Duration.ofSeconds(1), reason, fault(429)));
        }
        flag(ONE);

        assertThat(made().values()).allMatch(body -> body.contains(ONE));
        assertThat(linesOf(reasons.stream().map(Enum::name).toArray(String[]::new)))
                .containsOnly(ONE);
    }

    @OnEachDatabase
    void one_that_is_being_worked_on_stays() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        Mailbox mailbox = ledger.onlyMailbox();
        flag(line);
        assertThat(made()).isEmpty();

        assertThat(ledger.work(mailbox)).containsExactly("a call 1");
        assertThat(lineOf("a")).isEqualTo(line);
    }

    @OnEachDatabase
    void one_that_was_given_back_before_it_was_sent_moves_with_its_members() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        ledger.putBack(ledger.onlyMailbox());
        flag(line);

        assertThat(made()).containsOnlyKeys("a");
        assertThat(lineOf("a")).isEqualTo(otherThan(line));
        assertThat(count("member_set WHERE mailbox = 'ref:a' AND member_set <> '" + read("member_set", "a") + "'"))
                .isZero();
    }

    @OnEachDatabase
    void one_whose_worker_died_stays_and_is_repeated_as_it_was_sent() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        String sent = ledger.onlyMailbox().startNextCall(clock.instant()).body();
        flag(line);
        clock.advance(TestLedger.LEASE.plusSeconds(1));

        assertThat(made()).containsExactly(Map.entry("a", sent));
    }

    @OnEachDatabase
    void one_whose_worker_died_after_the_move_is_repeated_from_the_line_it_has_moved_to() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        flag(line);
        String sent = claimAfterMove().startNextCall(clock.instant()).body();
        assertThat(sent).contains(otherThan(line));
        tell(line, "ACTIVE");
        flag(otherThan(line));
        clock.advance(HOUR);

        TestLedger survivor = ledger.another();
        assertThat(made(survivor)).containsExactly(Map.entry("a", sent));
    }

    @OnEachDatabase
    void one_whose_worker_had_an_unexpected_error_after_the_call_stays() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        Mailbox mailbox = ledger.onlyMailbox();
        String sent = mailbox.startNextCall(clock.instant()).body();
        fail(ledger, mailbox);
        flag(line);
        clock.advance(Duration.ofMinutes(1));

        assertThat(made()).containsExactly(Map.entry("a", sent));
    }

    @OnEachDatabase
    void one_that_expires_meanwhile_is_reported_from_its_line() throws Exception {
        ledger.accept(like(any("a")).expiresAt(clock.instant().plusSeconds(60)).asItIs());
        String line = lineOf("a");
        flag(line);
        flag(otherThan(line));
        assertThat(made()).isEmpty();
        clock.advance(Duration.ofSeconds(61));
        tell(otherThan(line), "ACTIVE");

        ledger.record(ledger.onlyMailbox(), new CallResult.Expired());
        assertThat(lineOf("a")).isEqualTo(line);
        assertThat(ledger.outcomes()).singleElement().satisfies(outcome -> assertThat(
                        outcome.path("status").asText())
                .isEqualTo("expired"));
    }

    @OnEachDatabase
    void one_that_was_cancelled_does_not_move_and_can_be_cancelled_after_it_has_moved() throws Exception {
        reopen(settings().mostNew(24));
        ledger.accept(any("a"), any("b"), any("c"), any("d"));
        made();
        String line = lineOf("c");
        cancel("c");
        flag(line);
        flag(otherThan(line));
        made();
        tell(otherThan(lineOf("d")), "ACTIVE");
        made();
        assertThat(lineOf("c")).isEqualTo(line);

        cancel("d");
        clock.advance(Duration.ofHours(3));
        assertThat(made()).isEmpty();
    }

    @OnEachDatabase
    void hundreds_that_wait_move_in_steps_and_those_that_stay_hold_up_none() throws Exception {
        reopen(mostly(ONE).advisedNew(1_000));
        ledger.accept(IntStream.range(0, 450).mapToObj(i -> any("g" + i)).toArray(PlannedCommand[]::new));
        flag(ONE);
        flag(OTHER);
        made();
        ledger.database
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE call SET maybe_done = TRUE WHERE command_id IN"
                        + " (SELECT command_id FROM chat_group ORDER BY turn_no LIMIT 200)"));
        tell(OTHER, "ACTIVE");

        for (long moved : new long[] {0, 200, 250}) {
            clock.advance(Duration.ofSeconds(1));
            ledger.claim();
            assertThat(count("chat_group WHERE line = '" + OTHER + "'")).isEqualTo(moved);
        }
        assertThat(count("chat_group WHERE line = '" + ONE + "' AND may_move_at IS NOT NULL"))
                .isZero();
    }

    @OnEachDatabase
    void one_that_intake_has_accepted_with_an_older_version_waits_for_its_line() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        ledger.database.jdbi().useHandle(handle -> handle.execute("UPDATE chat_group SET may_move_at = NULL"));
        flag(line);

        assertThat(made()).isEmpty();
        assertThat(lineOf("a")).isEqualTo(line);
    }

    @OnEachDatabase
    void while_instances_die_and_lines_come_and_go_no_create_is_sent_from_two_lines() throws Exception {
        int groups = 60;
        for (int i = 0; i < groups; i++) {
            ledger.accept(any("g" + i));
        }
        ConcurrentMap<Long, Set<String>> sent = new ConcurrentHashMap<>();
        Set<Long> done = ConcurrentHashMap.newKeySet();
        List<TestLedger> instances = List.of(ledger, ledger.another());
        AtomicInteger next = new AtomicInteger();

        for (int round = 0; round < 300 && done.size() < groups; round++) {
            Random random = new Random(round);
            tell(ONE, random.nextInt(3) == 0 ? "FLAGGED" : "ACTIVE");
            tell(OTHER, random.nextInt(3) == 0 ? "FLAGGED" : "ACTIVE");
            clock.advance(Duration.ofSeconds(random.nextInt(3) * 25L + 1));
            if (random.nextInt(5) == 0) {
                clock.advance(HOUR);
            }
            long seed = round;
            TestThreads.atOnce(2, () -> {
                int number = next.getAndIncrement() % 2;
                Random chance = new Random(31 * seed + number);
                for (Mailbox mailbox : instances.get(number).claim()) {
                    work(instances.get(number), mailbox, chance.nextInt(5), sent, done);
                }
                return null;
            });
        }

        assertThat(done).hasSize(groups);
        assertThat(sent.values()).allSatisfy(bodies -> assertThat(bodies).hasSize(1));
        assertThat(count("chat_group JOIN call ON call.command_id = chat_group.command_id"
                        + " WHERE body NOT LIKE '{\"from\":\"' || line || '\",%'"))
                .isZero();
    }

    /** A worker that never begins, dies with the call on its way, has an unexpected error after it, is told to wait, or succeeds. */
    private void work(
            TestLedger instance, Mailbox mailbox, int fate, ConcurrentMap<Long, Set<String>> sent, Set<Long> done) {
        if (fate == 0 || !mailbox.hasNextCall(clock.instant())) {
            instance.putBack(mailbox);
            return;
        }
        long call = mailbox.startNextCall(clock.instant()).callId();
        sent.computeIfAbsent(call, each -> ConcurrentHashMap.newKeySet())
                .add(mailbox.nextCall().body());
        if (fate == 2) {
            fail(instance, mailbox);
        } else if (fate == 3) {
            instance.record(mailbox, new Retry(Duration.ofSeconds(1), Retry.Reason.THROTTLED, fault(429)));
        } else if (fate == 4) {
            instance.record(mailbox, accepted("chat-of-" + mailbox.name()));
            done.add(call);
        }
    }

    private static void fail(TestLedger instance, Mailbox mailbox) {
        instance.mailboxes
                .defer(mailbox, new IllegalStateException("unexpected"))
                .toCompletableFuture()
                .join();
    }

    private Mailbox claimAfterMove() throws InterruptedException {
        for (int look = 0; look < 3; look++) {
            List<Mailbox> claimed = ledger.claim();
            if (!claimed.isEmpty()) {
                return claimed.get(0);
            }
            clock.advance(Duration.ofSeconds(1));
        }
        throw new AssertionError("nothing is due");
    }

    private void cancel(String commandId) {
        Map<String, String> obstacles = LedgerTransaction.run(
                ledger.database, 1, "cancel", handle -> new CommandCanceller(ledger.outcomeMapper, clock)
                        .cancel(handle, List.of(commandId)));
        assertThat(obstacles).isEmpty();
    }

    private void refuse(Mailbox mailbox) {
        CallResult.Fault plain = fault(403);
        ledger.record(
                mailbox,
                new CallResult.Failed(new CallResult.Fault(
                        plain.httpStatus(), Optional.of(2027), plain.message(), plain.docUrl(), plain.traceId())));
    }

    private TestLedger.Builder settings() {
        return TestLedger.on(url, clock).lines(LINES);
    }

    /** New groups go to this line as long as it makes any. */
    private TestLedger.Builder mostly(String line) {
        return TestLedger.on(url, clock).lines(Map.of(line, 10_000L, otherThan(line), 1L));
    }

    private void reopen(TestLedger.Builder how) {
        ledger.close();
        ledger = how.open();
    }

    private Map<String, String> made() throws InterruptedException {
        return made(ledger);
    }

    /** Works what is due, in the order in which it is claimed: the bodies of creates by group. */
    private Map<String, String> made(TestLedger by) throws InterruptedException {
        Map<String, String> bodies = new LinkedHashMap<>();
        for (int look = 0; look < 3; look++) {
            clock.advance(Duration.ofSeconds(1));
            for (Mailbox mailbox : by.claim()) {
                if (mailbox.hasNextCall(clock.instant())) {
                    bodies.put(
                            mailbox.groupRef().orElseThrow(), mailbox.nextCall().body());
                }
                by.work(mailbox);
            }
        }
        return bodies;
    }

    private List<String> work() throws InterruptedException {
        List<String> worked = new ArrayList<>();
        for (int look = 0; look < 4; look++) {
            clock.advance(Duration.ofSeconds(1));
            worked.addAll(ledger.workAll());
        }
        return worked;
    }

    private void flag(String line) {
        tell(line, "FLAGGED");
    }

    private void tell(String line, String status) {
        ledger.lineStates.record(List.of(new LineReport(line, Optional.of(status), Optional.empty(), clock.instant())));
    }

    private static String otherThan(String line) {
        return line.equals(ONE) ? OTHER : ONE;
    }

    private long waitingAt(String line) {
        return count("chat_group WHERE status = 'creating' AND line = '" + line + "'");
    }

    private String lineOf(String ref) {
        return read("line", ref);
    }

    private List<String> linesOf(String... refs) {
        return Stream.of(refs).map(this::lineOf).toList();
    }

    private String read(String column, String ref) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT " + column + " FROM chat_group WHERE group_ref = :ref")
                .bind("ref", ref)
                .mapTo(String.class)
                .one());
    }

    private long count(String rows) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM " + rows)
                .mapTo(Long.class)
                .one());
    }

    private static PlannedCommand any(String ref) {
        return of(ref, GroupAddress.NewGroup.ANY_LINE);
    }

    private static PlannedCommand of(String ref, String line) {
        return of(ref, ref, line, "member of " + ref);
    }

    private static PlannedCommand of(String commandId, String ref, String line, String member) {
        return aCommand(commandId)
                .forGroup(GroupAddress.NewGroup.of(ref, line, List.of("+1", member), Optional.empty(), List.of(ref)))
                .with(new PlannedCall(
                        1,
                        CallKind.CREATE_CHAT,
                        "POST",
                        "/chats",
                        "{\"from\":\"" + line + "\",\"to\":[\"+1\",\"" + member
                                + "\"],\"message\":{\"idempotency_key\":\"" + commandId + "-1\"}}",
                        Optional.of(commandId + "-1")));
    }
}
