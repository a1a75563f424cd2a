package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.LineReport;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.RetentionJob;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** Of several lines, one that Linq has flagged makes no new groups; its other groups go on (reference 1.5, 4.9). */
class UnhealthyLinesMakeNoNewGroupsTest extends OnH2AndPostgres {
    private static final String ONE = "+12025550101";
    private static final String OTHER = "+12025550102";
    /** So long a refusal counts. */
    private static final Duration HOUR = Duration.ofMinutes(61);

    private static final String ELSEWHERE = "+12025550199";

    private final TestClock clock = new TestClock();
    private String url;
    private TestLedger ledger;
    private int events;

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
        rate(OTHER, "CRITICAL");
        ledger.accept(any("a"), any("b"));
        assertThat(work()).isEmpty();

        rate(OTHER, "HEALTHY");
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).containsExactlyInAnyOrder("a call 1", "b call 1");
    }

    @OnEachDatabase
    void a_flag_stays_whatever_the_rating_of_the_line() {
        tell(ONE, "FLAGGED");
        for (String rating : List.of("CRITICAL", "AT_RISK", "HEALTHY")) {
            rate(ONE, rating);
        }

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "FLAGGED"));
    }

    @OnEachDatabase
    void a_critical_rating_stays_whatever_the_status_of_the_line() {
        rate(ONE, "CRITICAL");
        tell(ONE, "ACTIVE");

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "CRITICAL"));
    }

    @OnEachDatabase
    void the_log_does_not_speak_of_several_lines_where_there_is_one_and_tells_the_end() throws Exception {
        ledger.close();
        ledger = TestLedger.on(url, clock).lines(Map.of(ONE, 1L)).open();

        assertThat(logged(() -> {
                    tell(ONE, "FLAGGED");
                    tell(ONE, "ACTIVE");
                }))
                .containsExactly(
                        "line …0101-0ad2 is FLAGGED at Linq: its calls are made all the same, and fail if Linq refuses them"
                                + " (code 2027)",
                        "line …0101-0ad2 is no longer FLAGGED at Linq");
    }

    @OnEachDatabase
    void the_log_tells_the_end_of_a_problem_with_the_word_of_its_beginning() throws Exception {
        ledger.accept(of("a", ONE));
        Mailbox mailbox = ledger.onlyMailbox();
        List<String> lines = logged(() -> {
            rate(ONE, "CRITICAL");
            refuse(mailbox);
            rate(ONE, "HEALTHY");
        });
        clock.advance(HOUR);
        ledger.accept(of("b", ONE));
        lines.addAll(logged(this::work));

        assertThat(lines.stream()
                        .filter(line -> line.contains(" is "))
                        .map(line -> line.replaceAll(".* is (.*) at Linq.*", "$1")))
                .containsExactly("CRITICAL", "REFUSED", "no longer REFUSED");
    }

    @FunctionalInterface
    private interface Steps {
        void run() throws Exception;
    }

    private static List<String> logged(Steps steps) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(LineStates.class);
        log.start();
        logger.addAppender(log);
        try {
            steps.run();
        } finally {
            logger.detachAppender(log);
        }
        return new ArrayList<>(
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @OnEachDatabase
    void a_group_that_was_refused_goes_from_a_healthy_line_that_its_next_command_names() throws Exception {
        ledger.accept(of("a", ONE));
        refuse(ledger.onlyMailbox());
        ledger.accept(aCommand("again")
                .forGroup(new GroupAddress.NewGroup("a", OTHER, "members of a", Optional.empty()))
                .withMessages(1));

        assertThat(work()).containsExactly("again call 1");
        assertThat(lineOf("a")).isEqualTo(OTHER);
    }

    @OnEachDatabase
    void an_event_tells_status_and_rating() {
        store(Map.of("phone_number", ONE, "new_status", "ACTIVE", "new_reputation", "CRITICAL"));
        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "CRITICAL"));

        store(Map.of("phone_number", ONE, "new_status", "ACTIVE", "new_reputation", "AT_RISK"));
        assertThat(ledger.lineStates.readUnhealthy()).isEmpty();
    }

    @OnEachDatabase
    void of_events_in_another_order_the_newest_counts() {
        Instant before = clock.instant();
        clock.advance(Duration.ofMinutes(2));
        tell(ONE, "ACTIVE");
        store(Map.of(
                "phone_number",
                ONE,
                "new_status",
                "FLAGGED",
                "new_reputation",
                "CRITICAL",
                "changed_at",
                before.toString()));
        rate(ONE, "HEALTHY");
        assertThat(ledger.lineStates.readUnhealthy()).isEmpty();

        tell(ONE, "FLAGGED");
        store(Map.of("phone_number", ONE, "new_status", "ACTIVE", "changed_at", before.toString()));
        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "FLAGGED"));
    }

    @OnEachDatabase
    void a_list_of_lines_that_was_asked_for_before_an_event_does_not_replace_it() {
        Instant asked = clock.instant();
        clock.advance(Duration.ofSeconds(10));
        store(Map.of("phone_number", ONE, "new_reputation", "CRITICAL"));
        ledger.lineStates.record(List.of(new LineReport(ONE, Optional.empty(), Optional.of("HEALTHY"), asked)));

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "CRITICAL"));
    }

    @OnEachDatabase
    void an_event_from_the_future_does_not_outlast_those_that_follow() {
        store(Map.of("phone_number", ONE, "new_status", "FLAGGED", "changed_at", "2999-01-01T00:00:00Z"));
        clock.advance(Duration.ofSeconds(1));
        tell(ONE, "ACTIVE");

        assertThat(ledger.lineStates.readUnhealthy()).isEmpty();
    }

    @OnEachDatabase
    void what_another_instance_has_heard_is_known_within_a_minute() {
        TestLedger beside = ledger.another();
        rate(ledger, ONE, "CRITICAL");
        assertThat(beside.lineStates.isUnhealthy(ONE)).isTrue();

        rate(beside, ONE, "HEALTHY");
        clock.advance(Duration.ofMinutes(1));
        assertThat(ledger.lineStates.isUnhealthy(ONE)).isFalse();
    }

    @OnEachDatabase
    void a_status_of_unknown_meaning_changes_nothing() {
        tell(ONE, "FLAGGED");
        tell(ONE, "SPLENDID");
        rate(OTHER, "SPLENDID");

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "FLAGGED"));
        assertThat(ledger.lineStates.isUnhealthy(ONE)).isTrue();
    }

    @OnEachDatabase
    void what_an_older_version_has_recorded_is_taken_over() {
        ledger.database.jdbi().useHandle(handle -> handle.createUpdate(
                        "INSERT INTO line_health (line, status, since) VALUES (:line, 'FLAGGED', :now)")
                .bind("line", ONE)
                .bind("now", clock.instant())
                .execute());
        rate(ONE, "HEALTHY");

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "FLAGGED"));
    }

    @OnEachDatabase
    void a_flag_is_kept_as_long_as_it_counts() throws Exception {
        tell(ONE, "FLAGGED");
        clock.advance(Duration.ofHours(23));
        new RetentionJob(
                        ledger.database,
                        TestLedger.TOPICS,
                        clock,
                        new RetentionJob.Periods(
                                Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)))
                .deleteSome();

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "FLAGGED"));
    }

    @OnEachDatabase
    void a_line_that_refuses_new_activity_gets_no_new_groups_for_an_hour_and_then_one() throws Exception {
        ledger.accept(of("a", ONE));
        refuse(ledger.onlyMailbox());
        rate(ONE, "HEALTHY");
        ledger.accept(any("b"), any("c"));
        assertThat(List.of(lineOf("b"), lineOf("c"))).containsOnly(OTHER);

        clock.advance(HOUR);
        ledger.accept(any("d"), any("e"));
        ledger.accept(any("f"));
        assertThat(List.of(lineOf("d"), lineOf("e"), lineOf("f"))).containsExactly(ONE, OTHER, OTHER);
    }

    @OnEachDatabase
    void each_refusal_counts_for_an_hour() throws Exception {
        ledger.accept(of("old", ONE));
        ledger.workAll();
        for (int i = 0; i < 3; i++) {
            ledger.accept(send("s" + i, "old"));
            refuse(ledger.onlyMailbox());
            clock.advance(Duration.ofMinutes(50));
        }

        assertThat(ledger.lineStates.readUnhealthy()).isEqualTo(Map.of(ONE, "REFUSED"));
        ledger.accept(of("new", ONE));
        assertThat(work()).isEmpty();
    }

    @OnEachDatabase
    void after_a_refusal_one_group_at_a_time_finds_out_whether_linq_takes_it() throws Exception {
        ledger.accept(of("a", ONE));
        refuse(ledger.onlyMailbox());
        ledger.accept(of("b", ONE), of("c", ONE), of("d", ONE), of("e", ONE));
        assertThat(work()).isEmpty();

        clock.advance(HOUR);
        refuse(next("b call 1"));
        clock.advance(Duration.ofMinutes(30));
        assertThat(work()).isEmpty();
        clock.advance(HOUR);
        Mailbox probe = next("c call 1");
        clock.advance(Duration.ofSeconds(2));
        assertThat(ledger.claim()).isEmpty();
        ledger.work(probe);
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).containsExactlyInAnyOrder("d call 1", "e call 1");
        assertThat(ledger.lineStates.readUnhealthy()).isEmpty();
    }

    @OnEachDatabase
    void a_line_that_is_active_again_after_a_refusal_finds_out_at_once_with_one_group() throws Exception {
        tell(ONE, "ACTIVE");
        ledger.accept(of("a", ONE));
        refuse(ledger.onlyMailbox());
        ledger.accept(of("b", ONE), of("c", ONE));
        rate(ONE, "HEALTHY");
        assertThat(work()).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        tell(ONE, "ACTIVE");
        clock.advance(Duration.ofSeconds(1));
        Mailbox probe = next("b call 1");
        clock.advance(Duration.ofSeconds(2));
        assertThat(ledger.claim()).isEmpty();
        ledger.work(probe);
        clock.advance(Duration.ofSeconds(1));

        assertThat(work()).containsExactly("c call 1");
    }

    @OnEachDatabase
    void with_a_limit_too_one_group_at_a_time_finds_out_whether_linq_takes_it() throws Exception {
        reopen(settings().mostNew(8_640));
        ledger.accept(of("a", ONE));
        work();
        ledger.accept(send("s", "a"));
        refuse(ledger.onlyMailbox());
        ledger.accept(of("b", ONE), of("c", ONE));
        assertThat(work()).isEmpty();

        clock.advance(HOUR);
        Mailbox probe = next("b call 1");
        clock.advance(Duration.ofSeconds(11));
        assertThat(ledger.claim()).isEmpty();
        ledger.work(probe);
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).containsExactly("c call 1");
    }

    @OnEachDatabase
    void a_group_without_an_answer_holds_the_others_up_for_ten_minutes() throws Exception {
        ledger.accept(of("a", ONE));
        refuse(ledger.onlyMailbox());
        ledger.accept(of("b", ONE), of("c", ONE));
        work();
        clock.advance(HOUR);
        next("b call 1");
        clock.advance(Duration.ofMinutes(10));

        assertThat(work()).contains("c call 1");
    }

    @OnEachDatabase
    void groups_that_had_their_turn_before_the_line_refused_wait_too() throws Exception {
        reopen(settings().mailboxes(1));
        tell(ONE, "FLAGGED");
        ledger.accept(of("a", ONE), of("b", ONE), of("c", ONE));
        assertThat(work()).isEmpty();
        tell(ONE, "ACTIVE");
        clock.advance(Duration.ofSeconds(1));
        refuse(next("a call 1"));
        assertThat(work()).isEmpty();

        clock.advance(HOUR);
        ledger.work(next("b call 1"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).containsExactly("c call 1");
    }

    @OnEachDatabase
    void groups_that_had_their_turn_before_the_line_was_flagged_again_wait_too() throws Exception {
        reopen(settings().mailboxes(1));
        tell(ONE, "FLAGGED");
        ledger.accept(of("a", ONE), of("b", ONE), of("c", ONE));
        work();
        tell(ONE, "ACTIVE");
        clock.advance(Duration.ofSeconds(1));
        Mailbox started = next("a call 1");
        tell(ONE, "FLAGGED");
        ledger.work(started);
        assertThat(work()).isEmpty();

        tell(ONE, "ACTIVE");
        clock.advance(Duration.ofSeconds(1));
        assertThat(work()).containsExactly("b call 1", "c call 1");
    }

    @OnEachDatabase
    void a_flag_that_no_event_ends_counts_for_a_day_and_a_refusal_of_its_line_as_long() throws Exception {
        tell(ONE, "FLAGGED");
        ledger.accept(of("a", ONE), of("b", ONE), of("c", ONE));
        work();
        clock.advance(Duration.ofHours(25));
        refuse(next("a call 1"));
        clock.advance(Duration.ofHours(23));
        assertThat(work()).isEmpty();
        clock.advance(Duration.ofHours(2));
        ledger.work(next("b call 1"));
        clock.advance(Duration.ofSeconds(1));

        assertThat(work()).containsExactly("c call 1");
    }

    private Mailbox next(String call) throws InterruptedException {
        List<Mailbox> claimed = ledger.claim();
        assertThat(claimed).extracting(mailbox -> mailbox.nextCall().describe()).containsExactly(call);
        return claimed.get(0);
    }

    private void refuse(Mailbox mailbox) {
        ledger.record(mailbox, new CallResult.Failed(refusal()));
    }

    private TestLedger.Builder settings() {
        return TestLedger.on(url, clock).lines(Map.of(ONE, 1L, OTHER, 1L));
    }

    private void reopen(TestLedger.Builder settings) {
        ledger.close();
        ledger = settings.open();
    }

    private static CallResult.Fault refusal() {
        CallResult.Fault plain = fault(403);
        return new CallResult.Fault(
                plain.httpStatus(), Optional.of(2027), plain.message(), plain.docUrl(), plain.traceId());
    }

    /** As a webhook does. */
    private void tell(String line, String status) {
        store(Map.of("phone_number", line, "new_status", status));
    }

    /** As the list of lines does. */
    private void rate(String line, String reputation) {
        rate(ledger, line, reputation);
    }

    private void rate(TestLedger by, String line, String reputation) {
        by.lineStates.record(List.of(new LineReport(line, Optional.empty(), Optional.of(reputation), clock.instant())));
    }

    private void store(Map<String, String> data) {
        String body = LedgerJson.MAPPER
                .createObjectNode()
                .<ObjectNode>set("data", LedgerJson.MAPPER.valueToTree(data))
                .toString();
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
                        "{\"from\":\"" + line + "\",\"to\":[\"+1\",\"member of " + ref + "\"]}",
                        Optional.of(ref + "-1")));
    }
}
