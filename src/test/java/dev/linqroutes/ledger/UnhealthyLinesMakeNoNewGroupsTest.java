package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Of several lines, one that Linq has flagged makes no new groups; its other groups go on (reference 1.5, 4.9). */
class UnhealthyLinesMakeNoNewGroupsTest extends OnH2AndPostgres {
    private static final String ONE = "+12025550101";
    private static final String OTHER = "+12025550102";
    private static final String ELSEWHERE = "+12025550199";

    private final TestClock clock = new TestClock();
    private TestLedger ledger;
    private int events;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock)
                .lines(Map.of(ONE, 1L, OTHER, 1L))
                .open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_flagged_line_gets_no_new_groups_until_it_is_active() {
        tell(ONE, "FLAGGED");
        ledger.accept(any("a"), any("b"));
        assertThat(List.of(lineOf("a"), lineOf("b"))).containsOnly(OTHER);

        tell(ONE, "ACTIVE");
        ledger.accept(any("c"), any("d"));
        assertThat(List.of(lineOf("c"), lineOf("d"))).containsOnly(ONE);
    }

    @OnEachDatabase
    void groups_that_a_flagged_line_has_yet_to_make_wait_and_its_other_groups_go_on() throws Exception {
        ledger.accept(of("old", ONE));
        ledger.workAll();
        ledger.accept(of("new", ONE), send("s1", "old"), of("elsewhere", ELSEWHERE));
        tell(ONE, "FLAGGED");

        assertThat(work()).containsExactlyInAnyOrder("s1 call 1", "elsewhere call 1");
        clock.advance(Duration.ofHours(23));
        assertThat(work()).isEmpty();
        tell(ONE, "ACTIVE");
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).containsExactly("new call 1");
    }

    @OnEachDatabase
    void without_a_healthy_line_commands_are_accepted_and_wait() throws Exception {
        tell(ONE, "FLAGGED");
        ledger.lineStates.record(Map.of(OTHER, "CRITICAL"));
        ledger.accept(any("a"), any("b"));
        assertThat(work()).isEmpty();

        ledger.lineStates.record(Map.of(OTHER, "HEALTHY"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).hasSize(1);
        ledger.lineStates.record(Map.of(ONE, "HEALTHY"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).hasSize(1);
    }

    @OnEachDatabase
    void a_line_that_refuses_new_activity_gets_no_new_groups_for_an_hour_whatever_its_rating() throws Exception {
        ledger.accept(of("a", ONE));
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(refusal()));
        ledger.lineStates.record(Map.of(ONE, "HEALTHY"));
        ledger.accept(any("b"), any("c"));
        assertThat(List.of(lineOf("b"), lineOf("c"))).containsOnly(OTHER);

        clock.advance(Duration.ofMinutes(61));
        ledger.lineStates.record(Map.of(ONE, "HEALTHY"));
        ledger.accept(any("d"));
        assertThat(lineOf("d")).isEqualTo(ONE);
    }

    @OnEachDatabase
    void what_another_instance_has_heard_is_known_within_a_minute() {
        TestLedger beside = TestLedger.beside(ledger).open();
        ledger.lineStates.record(Map.of(ONE, "FLAGGED"));
        assertThat(beside.lineStates.isUnhealthy(ONE)).isTrue();

        beside.lineStates.record(Map.of(ONE, "HEALTHY"));
        clock.advance(Duration.ofMinutes(1));
        assertThat(ledger.lineStates.isUnhealthy(ONE)).isFalse();
    }

    @OnEachDatabase
    void a_status_of_unknown_meaning_changes_nothing() {
        ledger.lineStates.record(Map.of(ONE, "FLAGGED", OTHER, "SPLENDID"));
        ledger.lineStates.record(Map.of(ONE, "SPLENDID"));

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "FLAGGED"));
        assertThat(ledger.lineStates.isUnhealthy(ONE)).isTrue();
    }

    private static CallResult.Fault refusal() {
        CallResult.Fault plain = fault(403);
        return new CallResult.Fault(
                plain.httpStatus(), Optional.of(2027), plain.message(), plain.docUrl(), plain.traceId());
    }

    /** As a webhook does. */
    private void tell(String line, String status) {
        String body = "{\"data\":{\"phone_number\":\"" + line + "\",\"new_status\":\"" + status + "\"}}";
        ledger.store(new VerifiedEvent(
                "event-" + events++,
                "phone_number.status_updated",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ChatState.UNKNOWN,
                Optional.empty(),
                TestCommands.bytes(body),
                Map.of()));
    }

    private List<String> work() throws InterruptedException {
        List<String> worked = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            for (Mailbox mailbox : ledger.claim()) {
                worked.addAll(ledger.work(mailbox));
            }
        }
        return worked;
    }

    private String lineOf(String ref) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT line FROM chat_group WHERE group_ref = :ref")
                .bind("ref", ref)
                .mapTo(String.class)
                .one());
    }

    private static PlannedCommand any(String ref) {
        return of(ref, GroupAddress.NewGroup.ANY_LINE);
    }

    private static PlannedCommand of(String ref, String line) {
        return aCommand(ref)
                .forGroup(GroupAddress.NewGroup.of(
                        ref, line, List.of("+1", "member of " + ref), Optional.empty(), List.of(ref)))
                .with(new PlannedCall(
                        1,
                        CallKind.CREATE_CHAT,
                        "POST",
                        "/chats",
                        "{\"from\":\"" + line + "\"}",
                        Optional.of(ref + "-1")));
    }
}
