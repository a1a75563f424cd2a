package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.at;
import static dev.linqroutes.ledger.TestCommands.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.PauseScope;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** New groups that name no line go to the line with most room, and stay there. */
class NewGroupsAreSharedAmongLinesTest extends OnH2AndPostgres {
    private static final String HEAVY = "+12025550101";
    private static final String LIGHT = "+12025550102";
    private static final Map<String, Long> LINES = Map.of(HEAVY, 2L, LIGHT, 1L);

    private final TestClock clock = new TestClock();
    private String url;
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = freshDatabase();
        ledger = TestLedger.on(url, clock).lines(LINES).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_line_gets_groups_by_its_weight_within_and_between_transactions() {
        ledger.accept(any("a"), any("b"), any("c"));
        for (String ref : List.of("d", "e", "f", "g", "h", "i")) {
            ledger.accept(any(ref));
        }

        assertThat(linesOf("a", "b", "c", "d", "e", "f", "g", "h", "i"))
                .containsOnly(Map.entry(HEAVY, 6L), Map.entry(LIGHT, 3L));
    }

    @OnEachDatabase
    void what_other_instances_accept_counts_a_second_later() {
        ledger.accept(any("a"), any("b"), any("c"));
        ledger.another().accept(named("x", HEAVY), named("y", HEAVY), named("z", HEAVY));
        ledger.accept(any("d"));
        clock.advance(Duration.ofSeconds(1));
        ledger.accept(any("e"), any("f"));

        assertThat(linesOf("a", "b", "c")).isEqualTo(Map.of(HEAVY, 2L, LIGHT, 1L));
        assertThat(lineOf("d")).isEqualTo(HEAVY);
        assertThat(linesOf("e", "f")).isEqualTo(Map.of(LIGHT, 2L));
    }

    @OnEachDatabase
    void the_call_and_the_members_are_those_of_the_line_as_if_it_had_been_named() throws Exception {
        ledger.accept(any("a"));

        Mailbox mailbox = ledger.onlyMailbox();
        String line = lineOf("a");
        assertThat(mailbox.nextCall().body()).isEqualTo("{\"from\":\"" + line + "\",\"to\":[\"+1\",\"+2\"]}");
        assertThat(memberSetOf("a"))
                .isEqualTo(GroupAddress.NewGroup.of("other", line, List.of("+2", "+1"), Optional.empty(), List.of())
                        .memberSet());
    }

    @OnEachDatabase
    void conversations_of_the_last_day_count_whoever_has_named_the_line() throws Exception {
        ledger.accept(named("x", HEAVY));
        ledger.workAll();
        ledger.accept(
                call("add-1", "x", CallKind.ADD_PARTICIPANT),
                call("add-2", "x", CallKind.ADD_PARTICIPANT),
                call("add-3", "x", CallKind.ADD_PARTICIPANT));
        ledger.workAll();

        ledger.accept(any("a"), any("b"), any("c"));

        assertThat(linesOf("a", "b")).isEqualTo(Map.of(LIGHT, 2L));
        assertThat(lineOf("c")).isEqualTo(HEAVY);
    }

    @OnEachDatabase
    void of_lines_with_equal_room_the_one_with_fewer_messages_today_is_taken() throws Exception {
        restart(TestLedger.on(url, clock).lines(Map.of(HEAVY, 1L, LIGHT, 1L)));
        ledger.accept(named("x", HEAVY), named("y", LIGHT));
        ledger.workAll();
        ledger.accept(aCommand("s").toGroup("x").withMessages(3));
        ledger.workAll();

        ledger.accept(any("a"));

        assertThat(lineOf("a")).isEqualTo(LIGHT);
    }

    @OnEachDatabase
    void a_paused_line_gets_no_new_groups_while_another_is_not() {
        ledger.pauses.pause(PauseScope.LINE, HEAVY, "", "Ann", handle -> {});
        ledger.accept(any("a"), any("b"));
        assertThat(linesOf("a", "b")).isEqualTo(Map.of(LIGHT, 2L));

        ledger.pauses.pause(PauseScope.LINE, LIGHT, "", "Ann", handle -> {});
        ledger.accept(any("c"));
        assertThat(lineOf("c")).isEqualTo(HEAVY);
    }

    @OnEachDatabase
    void a_redelivered_command_stays_with_its_line() {
        ledger.accept(any("a"));
        String line = lineOf("a");
        ledger.accept(any("b"), any("c"), any("d"));

        assertThat(ledger.accept(any("a")).redelivered()).isEqualTo(1);
        assertThat(lineOf("a")).isEqualTo(line);
    }

    @OnEachDatabase
    void a_group_whose_create_failed_is_created_again_from_its_line() throws Exception {
        ledger.accept(any("a"));
        String line = lineOf("a");
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(fault(400)));
        ledger.accept(named("x", line), named("y", line), named("z", line));

        ledger.accept(at(
                "again",
                of(
                        "again",
                        new GroupAddress.NewGroup("a", GroupAddress.NewGroup.ANY_LINE, "+1\n+2", Optional.empty()))));

        assertThat(lineOf("a")).isEqualTo(line);
    }

    @OnEachDatabase
    void a_check_chooses_the_lines_that_the_import_would_and_takes_none() {
        ledger.accept(named("x", HEAVY), named("y", HEAVY), any("made"));
        DryRun dryRun = new DryRun(ledger.database, clock);
        List<DryRun.Candidate> candidates = List.of(candidate(any("a")), candidate(any("b")), candidate(any("c")));

        List<DryRun.Verdict> checked =
                dryRun.evaluate(candidates, ledger.pool.chooser(ledger.database, clock.instant()));
        ledger.accept(any("a"), any("b"), any("c"));

        assertThat(checked)
                .extracting(each -> ((GroupAddress.NewGroup) each.command().group()).line())
                .containsExactly(lineOf("a"), lineOf("b"), lineOf("c"));
    }

    @OnEachDatabase
    void a_check_compares_the_members_with_those_of_groups_of_the_chosen_line_only() {
        ledger.accept(any("a"));
        DryRun dryRun = new DryRun(ledger.database, clock);

        List<DryRun.Verdict> checked = dryRun.evaluate(
                List.of(candidate(any("b")), candidate(any("c"))),
                ledger.pool.chooser(ledger.database, clock.instant()));

        assertThat(checked)
                .filteredOn(each -> each.warning().isPresent())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.warning().orElseThrow())
                            .startsWith("group \"a\" already has the same line and members");
                    assertThat(((GroupAddress.NewGroup) each.command().group()).line())
                            .isEqualTo(lineOf("a"));
                });
    }

    @OnEachDatabase
    void a_command_that_the_ledger_has_is_checked_with_its_own_line() {
        ledger.accept(any("a"), any("b"));

        DryRun.Verdict checked = new DryRun(ledger.database, clock)
                .evaluate(List.of(candidate(any("b"))), ledger.pool.chooser(ledger.database, clock.instant()))
                .get(0);

        assertThat(checked.alreadyAccepted()).isTrue();
        assertThat(((GroupAddress.NewGroup) checked.command().group()).line()).isEqualTo(lineOf("b"));
    }

    private static DryRun.Candidate candidate(PlannedCommand command) {
        return new DryRun.Candidate(command);
    }

    private void restart(TestLedger.Builder how) {
        ledger.close();
        ledger = how.open();
    }

    private Map<String, Long> linesOf(String... refs) {
        List<String> lines = new ArrayList<>();
        for (String ref : refs) {
            lines.add(lineOf(ref));
        }
        return lines.stream().collect(Collectors.groupingBy(line -> line, Collectors.counting()));
    }

    private String lineOf(String ref) {
        return read("line", ref);
    }

    private String memberSetOf(String ref) {
        return read("member_set", ref);
    }

    private String read(String column, String ref) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT " + column + " FROM chat_group WHERE group_ref = :ref")
                .bind("ref", ref)
                .mapTo(String.class)
                .one());
    }

    private static PlannedCommand any(String ref) {
        return of(
                ref,
                GroupAddress.NewGroup.of(
                        ref, GroupAddress.NewGroup.ANY_LINE, List.of("+2", "+1"), Optional.empty(), List.of(ref)));
    }

    private static PlannedCommand of(String commandId, GroupAddress.NewGroup group) {
        return aCommand(commandId)
                .forGroup(group)
                .with(new PlannedCall(
                        1,
                        CallKind.CREATE_CHAT,
                        "POST",
                        "/chats",
                        "{\"from\":\"" + group.line() + "\",\"to\":[\"+1\",\"+2\"]}",
                        Optional.of(commandId + "-1")));
    }

    private static PlannedCommand named(String ref, String line) {
        return aCommand(ref)
                .forGroup(new GroupAddress.NewGroup(ref, line, "members of " + ref, Optional.empty()))
                .withMessages(1);
    }
}
