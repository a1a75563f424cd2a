package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.erase.Erasure;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.poll.PollReadBack.DuePoll;
import dev.linqroutes.ledger.poll.PollReader;
import dev.linqroutes.ledger.poll.PollRecorder.Observation;
import dev.linqroutes.ledger.poll.PollState;
import dev.linqroutes.ledger.poll.PollState.Vote;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What lost events have not told of a poll is read from Linq: soon, rarely, and without undoing what events have told. */
class LostVotesAreReadBackTest extends OnH2AndPostgres {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "chat-1";
    private static final String POLL = "m-of-poll";
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";

    private final TestClock clock = new TestClock();
    private TestLedger ledger;
    private int events;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).confirming().open();
        ledger.accept(create("c", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, TestAnswers.accepted(CHAT));
        ledger.giveBack(mailbox);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void voted(String voter, boolean added, Instant at) {
        ledger.store(TestEvent.of("e" + events++, added ? "poll.vote.added" : "poll.vote.removed")
                .inChat(CHAT)
                .aboutMessage(POLL)
                .showing(PollState.withVote("tue", new Vote(voter, added, at)))
                .event());
    }

    private DuePoll due() {
        return ledger.pollReadBack.takeDue().orElseThrow();
    }

    private void read(DuePoll poll, String... voters) {
        String shown = Stream.of(voters)
                .map(voter -> "{\"handle\": {\"handle\": \"" + voter + "\"}, \"voted_at\": \"2026-01-01T00:00:00Z\"}")
                .collect(Collectors.joining(","));
        JsonNode envelope = LedgerJson.read(
                """
                {"poll": {"options": [{"option_id": "tue", "text": "Tuesday", "voters": [%s]}], "total_voters": %d}}
                """
                        .formatted(shown, voters.length));
        ledger.pollReadBack.recordRead(
                poll,
                new Observation(
                        Optional.of(CHAT),
                        PollReader.readAnswer(envelope, poll.asOf()).orElseThrow()));
    }

    private List<JsonNode> published() throws Exception {
        List<JsonNode> records = new ArrayList<>();
        for (Outbox.PendingRecord each : ledger.outgoing()) {
            if (each.topic().equals("polls")) {
                records.add(JSON.readTree(each.value()));
            }
        }
        return records;
    }

    private List<String> voters() throws Exception {
        List<JsonNode> records = published();
        List<String> voters = new ArrayList<>();
        records.get(records.size() - 1).at("/options/0/voters").forEach(voter -> voters.add(voter.asText()));
        return voters;
    }

    @OnEachDatabase
    void a_lost_vote_is_published_a_minute_after_the_last_event() throws Exception {
        voted(ANN, true, clock.instant());
        clock.advance(TestLedger.DEADLINE.minusMillis(1));
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();
        clock.advance(Duration.ofMillis(1));

        read(due(), ANN, BOB);

        JsonNode poll = published().get(1);
        assertThat(voters()).containsExactly(ANN, BOB);
        assertThat(poll.get("total_voters").asInt()).isEqualTo(2);
        assertThat(poll.get("options_known").asBoolean()).isTrue();
        assertThat(poll.get("group_ref").asText()).isEqualTo("order-1");
        assertThat(poll.at("/options/0/text").asText()).isEqualTo("Tuesday");
        assertThat(poll.get("updated_at").asText())
                .isGreaterThan(published().get(0).get("updated_at").asText());
        assertThat(ledger.metrics.counter("linq.polls.corrected").count()).isOne();
    }

    @OnEachDatabase
    void a_vote_whose_withdrawal_was_lost_is_removed() throws Exception {
        voted(ANN, true, clock.instant());
        voted(BOB, true, clock.instant());
        clock.advance(TestLedger.DEADLINE);

        read(due(), BOB);

        assertThat(voters()).containsExactly(BOB);
    }

    @OnEachDatabase
    void a_read_that_shows_what_is_known_publishes_nothing() throws Exception {
        voted(ANN, true, clock.instant());
        clock.advance(TestLedger.DEADLINE);
        read(due(), ANN);
        int before = published().size();
        clock.advance(TestLedger.DEADLINE.multipliedBy(20));

        read(due(), ANN);

        assertThat(published()).hasSize(before);
    }

    @OnEachDatabase
    void an_event_that_is_newer_than_the_read_wins_also_when_it_comes_before_the_answer() throws Exception {
        voted(ANN, true, clock.instant());
        clock.advance(TestLedger.DEADLINE);
        DuePoll reading = due();
        voted(ANN, false, clock.instant());
        voted(BOB, true, clock.instant());

        read(reading, ANN);

        assertThat(voters()).containsExactly(BOB);
    }

    @OnEachDatabase
    void an_event_that_is_older_than_the_read_changes_nothing_when_it_comes_later() throws Exception {
        Instant first = clock.instant();
        voted(BOB, true, first);
        clock.advance(TestLedger.DEADLINE);
        read(due(), BOB);

        voted(ANN, true, first);
        voted(BOB, false, first);

        assertThat(voters()).containsExactly(BOB);
    }

    @OnEachDatabase
    void a_poll_with_many_votes_is_read_once_a_minute() throws Exception {
        int reads = 0;
        for (int second = 0; second < 600; second += 5) {
            voted(second % 2 == 0 ? ANN : BOB, second % 3 == 0, clock.instant());
            reads += ledger.pollReadBack.takeDue().isPresent() ? 1 : 0;
            clock.advance(Duration.ofSeconds(5));
        }

        assertThat(reads).isBetween(8, 10);
    }

    @OnEachDatabase
    void a_poll_is_read_no_more_a_week_after_the_last_event() throws Exception {
        voted(ANN, true, clock.instant());
        int reads = 0;
        for (int hour = 0; hour < 24 * 30; hour++) {
            clock.advance(Duration.ofHours(1));
            reads += ledger.pollReadBack.takeDue().isPresent() ? 1 : 0;
        }
        assertThat(reads).isBetween(4, 7);

        voted(BOB, true, clock.instant());
        clock.advance(TestLedger.DEADLINE);
        assertThat(ledger.pollReadBack.takeDue()).isPresent();
    }

    @OnEachDatabase
    void a_clock_that_is_set_back_delays_no_read() throws Exception {
        voted(ANN, true, clock.instant());
        clock.advance(Duration.ofHours(-1));

        assertThat(ledger.pollReadBack.takeDue()).isPresent();
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();
        clock.advance(TestLedger.DEADLINE);
        assertThat(ledger.pollReadBack.takeDue()).isPresent();
    }

    @OnEachDatabase
    void an_instance_whose_clock_is_behind_reads_no_poll_early() throws Exception {
        voted(ANN, true, clock.instant());
        clock.advance(TestLedger.DEADLINE.dividedBy(-2));

        assertThat(ledger.pollReadBack.takeDue()).isEmpty();
    }

    @OnEachDatabase
    void a_poll_that_linq_does_not_show_is_not_read_again_until_an_event_tells_of_it() throws Exception {
        voted(ANN, true, clock.instant());
        clock.advance(TestLedger.DEADLINE);
        ledger.pollReadBack.endReads(due());
        clock.advance(Duration.ofDays(8));
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();

        voted(BOB, true, clock.instant());
        clock.advance(TestLedger.DEADLINE);
        assertThat(ledger.pollReadBack.takeDue()).isPresent();
    }

    @OnEachDatabase
    void a_poll_of_ours_of_which_no_event_has_told_is_read_once_it_is_confirmed() throws Exception {
        ledger.accept(aCommand("day").toGroup("order-1").with(CallKind.SEND_POLL, "/chats/{chat_id}/polls", "{}"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Accepted(200, Optional.empty(), Optional.of(POLL), Optional.empty()));
        ledger.giveBack(mailbox);
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();
        clock.advance(TestLedger.DEADLINE);
        ledger.confirmations
                .claimLateCalls(10)
                .forEach(call -> ledger.confirmations.recordResult(call, new ConfirmationResult.Confirmed()));

        read(due(), ANN);

        assertThat(voters()).containsExactly(ANN);
        assertThat(published().get(0).get("command_id").asText()).isEqualTo("day");
    }

    private void erase(String person) {
        Erasure.Result result = new Erasure(
                        ledger.database, TestLedger.TOPICS, "commands", clock, person, Optional.empty(), "Eve")
                .erase();
        assertThat(result.isClean()).isTrue();
    }

    @OnEachDatabase
    void a_read_does_not_bring_an_erased_person_back() throws Exception {
        voted(ANN, true, clock.instant());
        clock.advance(TestLedger.DEADLINE);
        DuePoll reading = due();
        erase(ANN);
        int before = published().size();

        read(reading, ANN);
        voted(BOB, true, clock.instant());
        clock.advance(Duration.ofDays(8));

        assertThat(published()).hasSize(before + 1);
        assertThat(voters()).containsExactly(BOB);
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();
        clock.advance(Duration.ofDays(-30));
        assertThat(ledger.pollReadBack.takeDue()).isEmpty();
    }
}
