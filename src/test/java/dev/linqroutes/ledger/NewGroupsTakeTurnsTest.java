package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.call;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.LinePace;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.CommandCanceller;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** New groups of a line are spread over the day, each with its turn, and wait without being claimed (reference 1.4). */
class NewGroupsTakeTurnsTest extends OnH2AndPostgres {
    private static final String LINE = "+12025550100";
    private static final String OTHER_LINE = "+12025550199";

    /** One in 30 minutes. */
    private static final int MOST = 48;

    private static final Duration TURN = Duration.ofMinutes(30);

    private final TestClock clock = new TestClock();
    private String url;
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = freshDatabase();
        ledger = TestLedger.on(url, clock).mostNew(MOST).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void new_groups_of_a_line_are_made_in_their_order_each_at_its_turn() throws Exception {
        accept("a", "b", "c");

        assertThat(workTurns()).containsExactly("a call 1");
        clock.advance(TURN.minusSeconds(5));
        assertThat(workTurns()).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        assertThat(workTurns()).containsExactly("b call 1");
        clock.advance(TURN);
        assertThat(workTurns()).containsExactly("c call 1");
    }

    @OnEachDatabase
    void looks_that_come_late_do_not_slow_the_pace() throws Exception {
        restart(TestLedger.on(url, clock).mostNew(8_640));
        for (int i = 100; i < 165; i++) {
            accept("g" + i);
        }
        int made = workTurns().size();
        for (int i = 0; i < 300; i++) {
            clock.advance(Duration.ofMillis(1_900));
            made += ledger.workAll().size();
        }

        assertThat(made).as("in 570 s, one each 10 s").isBetween(57, 58);
    }

    @OnEachDatabase
    void commands_of_groups_that_exist_and_other_lines_do_not_wait() throws Exception {
        accept("a");
        workTurns();
        accept("b");
        ledger.accept(send("s1", "a"), call("add", "a", CallKind.ADD_PARTICIPANT), aGroup("other", OTHER_LINE));

        assertThat(workTurns()).containsExactlyInAnyOrder("s1 call 1", "add call 1", "other call 1");
    }

    @OnEachDatabase
    void messages_to_a_group_that_waits_for_its_turn_follow_its_create() throws Exception {
        accept("a", "b");
        workTurns();
        ledger.accept(send("s1", "b"));
        assertThat(workTurns()).isEmpty();
        clock.advance(TURN);

        assertThat(workTurns()).containsExactly("b call 1", "s1 call 1");
    }

    @OnEachDatabase
    void thousands_of_waiting_groups_hold_up_nothing_and_are_not_claimed_again() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            accept("group-" + i);
        }
        ledger.accept(aGroup("other", OTHER_LINE));
        List<String> worked = new ArrayList<>();
        for (int i = 0; i < 10 && worked.size() < 2; i++) {
            worked.addAll(workTurns());
        }
        assertThat(worked).containsExactlyInAnyOrder("group-0 call 1", "other call 1");

        assertThat(dueWithin(TURN))
                .as("those that were looked at before earlier ones")
                .isLessThan(20);
    }

    @OnEachDatabase
    void the_pace_is_that_of_all_instances_and_kept_over_a_restart() throws Exception {
        accept("a", "b", "c");
        assertThat(workTurns()).hasSize(1);
        assertThat(workTurns(ledger.another())).isEmpty();
        restart(TestLedger.on(url, clock).mostNew(MOST));

        assertThat(workTurns()).isEmpty();
        clock.advance(TURN);
        assertThat(workTurns()).containsExactly("b call 1");
    }

    @OnEachDatabase
    void a_changed_limit_takes_effect_on_groups_that_wait() throws Exception {
        accept("a", "b", "c");
        workTurns();
        restart(TestLedger.on(url, clock).mostNew(2 * MOST));

        clock.advance(TURN.dividedBy(2));
        assertThat(workTurns()).containsExactly("b call 1");
        restart(TestLedger.on(url, clock).mostNew(MOST / 2));
        clock.advance(TURN);
        assertThat(workTurns()).isEmpty();
        clock.advance(TURN);
        assertThat(workTurns()).containsExactly("c call 1");
    }

    @OnEachDatabase
    void without_a_limit_any_more_all_go_at_once() throws Exception {
        accept("a", "b", "c");
        workTurns();
        restart(TestLedger.on(url, clock));

        assertThat(workTurns()).containsExactly("b call 1", "c call 1");
    }

    @OnEachDatabase
    void without_a_limit_any_more_those_of_a_paused_line_go_when_it_is_resumed() throws Exception {
        accept("a", "b", "c");
        workTurns();
        ledger.pauses.pause(PauseScope.LINE, LINE, "", "Ann", handle -> {});
        restart(TestLedger.on(url, clock));
        assertThat(workTurns()).isEmpty();
        ledger.pauses.resume(PauseScope.LINE, LINE, handle -> {});
        clock.advance(Duration.ofMinutes(1));

        assertThat(workTurns()).containsExactly("b call 1", "c call 1");
    }

    @OnEachDatabase
    void without_a_limit_any_more_those_go_that_an_instance_with_a_limit_still_defers() throws Exception {
        TestLedger unlimited = ledger.another(TestLedger.on(url, clock));
        assertThat(workTurns(unlimited)).isEmpty();
        accept("a", "b", "c");
        assertThat(workTurns()).containsExactly("a call 1");
        clock.advance(Duration.ofMinutes(1));

        assertThat(workTurns(unlimited)).containsExactly("b call 1", "c call 1");
    }

    @OnEachDatabase
    void the_turn_of_a_cancelled_create_goes_to_the_next_and_its_followers_do_not_wait() throws Exception {
        accept("a", "b", "c");
        ledger.accept(send("s1", "b"));
        workTurns();
        LedgerTransaction.run(ledger.database, 1, "cancel", handle -> new CommandCanceller(ledger.outcomeMapper, clock)
                .cancel(handle, List.of("b")));

        assertThat(ledger.claim())
                .singleElement()
                .satisfies(mailbox -> assertThat(mailbox.nextCall().describe()).isEqualTo("s1 call 1"));
        clock.advance(TURN);
        assertThat(workTurns()).contains("c call 1");
    }

    @OnEachDatabase
    void a_create_that_expires_before_its_turn_is_reported_when_it_expires() throws Exception {
        accept("a");
        ledger.accept(like(aGroup("b", LINE))
                .expiresAt(clock.instant().plusSeconds(60))
                .asItIs());
        accept("c");
        workTurns();
        clock.advance(Duration.ofSeconds(61));

        Mailbox expired = ledger.onlyMailbox();
        assertThat(expired.nextCall().describe()).isEqualTo("b call 1");
        ledger.record(expired, new CallResult.Expired());
        clock.advance(TURN);
        assertThat(workTurns()).containsExactly("c call 1");
    }

    @OnEachDatabase
    void added_people_use_up_the_day_of_the_line() throws Exception {
        restart(TestLedger.on(url, clock).mostNew(3));
        accept("a", "b");
        workTurns();
        ledger.accept(call("add-1", "a", CallKind.ADD_PARTICIPANT), call("add-2", "a", CallKind.ADD_PARTICIPANT));
        assertThat(workTurns()).hasSize(2);

        clock.advance(Duration.ofHours(8));
        assertThat(workTurns()).isEmpty();
        clock.advance(Duration.ofHours(16).plusMinutes(10));
        assertThat(workTurns()).containsExactly("b call 1");
    }

    @OnEachDatabase
    void a_paused_line_gives_no_turns_to_be_taken_all_at_once() throws Exception {
        accept("a", "b", "c", "d");
        workTurns();
        ledger.pauses.pause(PauseScope.LINE, LINE, "", "Ann", handle -> {});
        for (int i = 0; i < 4; i++) {
            clock.advance(TURN);
            assertThat(workTurns()).isEmpty();
        }
        ledger.pauses.resume(PauseScope.LINE, LINE, handle -> {});
        clock.advance(Duration.ofSeconds(31));

        assertThat(workTurns()).containsExactly("b call 1");
    }

    @OnEachDatabase
    void the_place_of_a_group_is_known() throws Exception {
        accept("a", "b", "c", "d");
        Instant firstTurn = clock.instant();
        workTurns();
        GroupReader groups = new GroupReader(ledger.database);

        assertThat(groups.findTurn("ref:a", clock.instant())).isEmpty();
        assertThat(groups.findTurn("ref:d", clock.instant())).hasValueSatisfying(turn -> {
            assertThat(turn.before()).isEqualTo(2);
            assertThat(turn.lastTurn()).isEqualTo(firstTurn);
        });
    }

    @OnEachDatabase
    void the_expected_turn_of_a_line_that_is_over_its_day_is_when_it_comes() throws Exception {
        restart(TestLedger.on(url, clock));
        accept("a", "b", "c");
        ledger.workAll();
        restart(TestLedger.on(url, clock).mostNew(2));
        accept("d", "e");
        assertThat(workTurns()).isEmpty();
        GroupReader.Turn turn = new GroupReader(ledger.database)
                .findTurn("ref:d", clock.instant())
                .orElseThrow();
        Instant expected = LinePace.expectedTurn(2, turn.lastTurn(), turn.started(), turn.before(), clock.instant());

        clock.advance(Duration.between(clock.instant(), expected).minusSeconds(1));
        assertThat(workTurns()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(workTurns()).containsExactly("d call 1");
    }

    private void restart(TestLedger.Builder how) {
        ledger.close();
        ledger = how.open();
    }

    private void accept(String... refs) {
        for (String ref : refs) {
            ledger.accept(aGroup(ref, LINE));
        }
    }

    private List<String> workTurns() throws InterruptedException {
        return workTurns(ledger);
    }

    /** A first claim only gives new groups their places. */
    private static List<String> workTurns(TestLedger of) throws InterruptedException {
        List<String> worked = new ArrayList<>(of.workAll());
        worked.addAll(of.workAll());
        return worked;
    }

    private long dueWithin(Duration time) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT COUNT(*) FROM mailbox WHERE due_at < :until")
                .bind("until", clock.instant().plus(time))
                .mapTo(Long.class)
                .one());
    }

    private static PlannedCommand aGroup(String ref, String line) {
        return aCommand(ref)
                .forGroup(new GroupAddress.NewGroup(ref, line, "members of " + ref, Optional.empty()))
                .withMessages(1);
    }
}
