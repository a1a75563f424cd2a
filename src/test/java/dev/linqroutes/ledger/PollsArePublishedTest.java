package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.testing.PublishedContract;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.webhook.event.WebhookEventReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The votes of polls are published on their topic, from events as Linq sends them (reference 0.2 and 4.9). */
class PollsArePublishedTest extends OnH2AndPostgres {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PublishedContract CONTRACT = PublishedContract.load();
    private static final String CHAT = "chat-1";
    private static final String POLL = "m-of-poll";
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";

    private final TestClock clock = new TestClock();
    private TestLedger ledger;
    private int events;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).open();
        ledger.accept(create("c", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, TestAnswers.accepted(CHAT));
        ledger.giveBack(mailbox);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void receive(String type, int second, String data) {
        String body =
                """
                {"event_id": "e%d", "event_type": "%s", "created_at": "2026-08-21T09:00:%02dZ",
                 "data": {"chat": {"id": "%s", "is_group": true}, "message_id": "%s", %s}}
                """
                        .formatted(events++, type, second, CHAT, POLL, data);
        ledger.store(event(body));
    }

    private static VerifiedEvent event(String body) {
        return WebhookEventReader.read(body.getBytes(StandardCharsets.UTF_8), Optional.empty(), Instant.EPOCH);
    }

    private void vote(boolean added, int second, String option, String voter) {
        receive(
                added ? "poll.vote.added" : "poll.vote.removed",
                second,
                "\"option_id\": \"%s\", \"sender_handle\": {\"handle\": \"%s\"}".formatted(option, voter));
    }

    private void whole(String type, int second, String votersOfTuesday) {
        receive(
                type,
                second,
                """
                "updated_at": "2026-08-21T09:00:%02dZ",
                "poll": {"options": [
                  {"option_id": "tue", "text": "Tuesday", "creator_handle": {"handle": "+12223334444"}, "voters": [%s]},
                  {"option_id": "thu", "text": "Thursday", "creator_handle": null, "voters": []}], "total_voters": 0}
                """
                        .formatted(second, votersOfTuesday));
    }

    private static String voter(String handle) {
        return "{\"handle\": {\"handle\": \"" + handle + "\"}, \"voted_at\": \"2026-08-21T09:00:05Z\"}";
    }

    private List<JsonNode> published() throws Exception {
        List<JsonNode> records = new ArrayList<>();
        for (Outbox.PendingRecord each : ledger.outgoing()) {
            if (each.topic().equals("polls")) {
                byte[] key = each.key().orElseThrow();
                ConsumerRecord<byte[], byte[]> sent = new ConsumerRecord<>("polls", 0, 0, key, each.value());
                each.headers()
                        .forEach((name, value) -> sent.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                CONTRACT.assertConforms("linq.polls", sent);
                assertThat(new String(key, StandardCharsets.UTF_8)).isEqualTo(POLL);
                records.add(JSON.readTree(each.value()));
            }
        }
        return records;
    }

    private JsonNode last() throws Exception {
        List<JsonNode> records = published();
        return records.get(records.size() - 1);
    }

    private static List<String> voters(JsonNode poll, int option) {
        return StreamSupport.stream(poll.at("/options/" + option + "/voters").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @OnEachDatabase
    void votes_are_counted_by_option_with_their_voters() throws Exception {
        whole("poll.sent", 1, "");
        vote(true, 5, "tue", ANN);
        vote(true, 6, "thu", BOB);
        vote(true, 7, "tue", BOB);
        vote(false, 8, "thu", BOB);

        JsonNode poll = last();
        assertThat(poll.get("group_ref").asText()).isEqualTo("order-1");
        assertThat(poll.get("chat_id").asText()).isEqualTo(CHAT);
        assertThat(poll.get("options_known").asBoolean()).isTrue();
        assertThat(poll.at("/options/0/text").asText()).isEqualTo("Tuesday");
        assertThat(poll.at("/options/0/votes").asInt()).isEqualTo(2);
        assertThat(voters(poll, 0)).containsExactly(ANN, BOB);
        assertThat(voters(poll, 1)).isEmpty();
        assertThat(poll.get("total_voters").asInt()).isEqualTo(2);
        assertThat(poll.get("updated_at").asText()).isEqualTo("2026-08-21T09:00:08Z");
    }

    @OnEachDatabase
    void the_result_is_the_same_when_events_come_late_and_twice() throws Exception {
        vote(false, 8, "tue", ANN);
        vote(true, 5, "tue", ANN);
        whole("poll.sent", 1, "");
        vote(true, 5, "tue", ANN);

        assertThat(voters(last(), 0)).isEmpty();
        assertThat(published()).as("only what changes is published").hasSizeLessThanOrEqualTo(3);
    }

    @OnEachDatabase
    void a_whole_poll_corrects_what_lost_events_have_not_told() throws Exception {
        vote(true, 5, "tue", ANN);
        // That Ann took it back, and that Bob voted, was lost.
        whole("poll.read", 9, voter(BOB));
        vote(true, 7, "tue", ANN);

        assertThat(voters(last(), 0)).containsExactly(BOB);
        vote(true, 12, "tue", ANN);
        assertThat(voters(last(), 0)).containsExactly(ANN, BOB);
    }

    @OnEachDatabase
    void options_that_are_added_appear_without_votes() throws Exception {
        whole("poll.received", 1, "");
        receive("poll.updated", 4, "\"added_options\": [{\"option_id\": \"fri\", \"text\": \"Friday\"}]");

        assertThat(last().at("/options/2/text").asText()).isEqualTo("Friday");
        assertThat(last().at("/options/2/votes").asInt()).isZero();
        assertThat(last().has("command_id")).isFalse();
    }

    @OnEachDatabase
    void a_vote_in_an_unknown_poll_says_that_its_options_are_not_known() throws Exception {
        vote(true, 5, "tue", ANN);

        assertThat(last().get("options_known").asBoolean()).isFalse();
        assertThat(last().at("/options/0/text").isNull()).isTrue();
        assertThat(voters(last(), 0)).containsExactly(ANN);
    }

    @OnEachDatabase
    void a_poll_of_ours_has_the_command_that_sent_it_and_not_the_one_that_added_options() throws Exception {
        work(aCommand("day").toGroup("order-1").with(CallKind.SEND_POLL, "/chats/{chat_id}/polls", "{}"));
        work(aCommand("more")
                .toGroup("order-1")
                .with(CallKind.ADD_POLL_OPTIONS, "/messages/" + POLL + "/poll/options", "{}"));

        vote(true, 5, "tue", ANN);

        assertThat(last().get("command_id").asText()).isEqualTo("day");
    }

    private void work(PlannedCommand command) throws Exception {
        ledger.accept(command);
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Accepted(200, Optional.empty(), Optional.of(POLL), Optional.empty()));
        ledger.giveBack(mailbox);
    }

    @OnEachDatabase
    void an_event_without_what_a_poll_needs_changes_nothing() throws Exception {
        receive("poll.vote.added", 5, "\"option_id\": 7, \"sender_handle\": null");
        receive("poll.sent", 5, "\"poll\": {\"options\": null}");
        receive("poll.updated", 5, "\"added_options\": \"none\"");
        receive("poll.failed", 5, "\"poll\": {\"options\": [{\"option_id\": \"tue\"}]}");

        assertThat(published()).isEmpty();
    }
}
