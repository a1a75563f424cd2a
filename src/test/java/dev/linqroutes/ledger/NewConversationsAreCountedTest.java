package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.call;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
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
import org.slf4j.LoggerFactory;

/** New conversations of a line within a rolling day are counted, and those above Linq's advice are warned of (reference 1.4). */
class NewConversationsAreCountedTest extends OnH2AndPostgres {
    private static final String LINE = "+12025550100";

    private final TestClock clock = new TestClock();
    private String url;
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = freshDatabase();
        ledger = TestLedger.on(url, clock).advisedNew(3).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_group_counts_once_and_each_added_person_once() throws Exception {
        ledger.accept(aGroup("a", 4));
        ledger.workAll();
        ledger.accept(
                call("add-1", "a", CallKind.ADD_PARTICIPANT),
                call("remove", "a", CallKind.REMOVE_PARTICIPANT),
                call("add-2", "a", CallKind.ADD_PARTICIPANT));
        ledger.workAll();

        assertThat(ledger.newConversations.readAll()).isEqualTo(Map.of(LINE, 3L));
        assertThat(ledger.newConversations.inLastDay(LINE)).isEqualTo(3);
    }

    @OnEachDatabase
    void groups_that_a_line_has_yet_to_make_are_counted_apart() throws Exception {
        ledger.accept(aGroup("a", 1));
        ledger.workAll();
        ledger.accept(aGroup("b", 1), aGroup("c", 1));

        assertThat(ledger.newConversations.readUse(List.of(LINE, LINE, "+12025550199")))
                .isEqualTo(
                        Map.of(LINE, new NewConversations.Use(1, 2), "+12025550199", new NewConversations.Use(0, 0)));
    }

    @OnEachDatabase
    void a_process_knows_what_a_line_has_started_before_it_started() throws Exception {
        ledger.accept(aGroup("a", 1));
        ledger.workAll();

        try (TestLedger restarted = TestLedger.on(url, clock).open()) {
            List<String> metered = new ArrayList<>();
            restarted.newConversations.onNewLine(metered::add);
            restarted.newConversations.readAll();
            assertThat(restarted.newConversations.inLastDay(LINE)).isEqualTo(1);
            assertThat(metered).containsExactly(LINE);
        }
    }

    @OnEachDatabase
    void a_create_that_linq_refuses_is_no_conversation() throws Exception {
        ledger.accept(aGroup("a", 1));
        ledger.record(ledger.onlyMailbox(), new CallResult.Failed(fault(400)));

        assertThat(ledger.newConversations.readAll()).isEmpty();
    }

    @OnEachDatabase
    void a_conversation_counts_for_a_day() throws Exception {
        ledger.accept(aGroup("a", 1));
        ledger.workAll();

        clock.advance(Duration.ofHours(24).minusMinutes(1));
        assertThat(ledger.newConversations.readAll()).isEqualTo(Map.of(LINE, 1L));
        clock.advance(Duration.ofMinutes(11));
        assertThat(ledger.newConversations.readAll().getOrDefault(LINE, 0L)).isZero();
        assertThat(ledger.newConversations.inLastDay(LINE)).isZero();
    }

    @OnEachDatabase
    void the_outcome_of_each_create_from_the_advised_number_on_says_so() throws Exception {
        for (String ref : List.of("a", "b", "c", "d")) {
            ledger.accept(aGroup(ref, 1));
            ledger.workAll();
        }

        assertThat(warnings()).isEqualTo(Map.of("a", "", "b", "", "c", warning(3), "d", warning(4)));
    }

    @OnEachDatabase
    void creates_that_are_recorded_together_are_numbered() throws Exception {
        for (String ref : List.of("a", "b", "c", "d")) {
            ledger.accept(aGroup(ref, 1));
        }
        ledger.workTogether(ledger.claim());

        assertThat(warnings().values()).containsExactlyInAnyOrder("", "", warning(3), warning(4));
    }

    @OnEachDatabase
    void a_command_that_adds_many_people_is_warned_once() throws Exception {
        ledger.accept(aGroup("a", 1));
        ledger.workAll();
        ledger.accept(aCommand("adds")
                .toGroup("a")
                .with(
                        CallKind.ADD_PARTICIPANT,
                        CallKind.ADD_PARTICIPANT,
                        CallKind.ADD_PARTICIPANT,
                        CallKind.ADD_PARTICIPANT));
        ledger.workAll();

        assertThat(warnings()).containsEntry("adds", warning(3));
    }

    @OnEachDatabase
    void the_log_warns_of_a_line_once_for_all_instances_and_without_its_number() throws Exception {
        TestLedger other = ledger.another();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(NewConversations.class);
        log.start();
        logger.addAppender(log);
        try {
            for (String ref : List.of("a", "b", "c", "d", "e")) {
                ledger.accept(aGroup(ref, 1));
                (ref.compareTo("c") < 0 ? ledger : other).workAll();
            }
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("line …0100-")
                .contains("3 new conversations")
                .doesNotContain(LINE);
    }

    private Map<String, String> warnings() throws Exception {
        return ledger.outcomes().stream()
                .collect(Collectors.toMap(
                        outcome -> outcome.path("command_id").textValue(), NewConversationsAreCountedTest::warning));
    }

    private static String warning(JsonNode outcome) {
        assertThat(outcome.path("warnings").size()).isLessThanOrEqualTo(1);
        return outcome.path("warnings").path(0).asText("");
    }

    private static String warning(int number) {
        return "this is new conversation " + number
                + " of its line within 24 hours; the settings advise fewer than 3, and Linq flags or"
                + " closes lines that start many (linq.line.advised-new-per-day)";
    }

    private static PlannedCommand aGroup(String ref, int calls) {
        return aCommand(ref)
                .forGroup(new GroupAddress.NewGroup(ref, LINE, "members of " + ref, Optional.empty()))
                .withMessages(calls);
    }
}
