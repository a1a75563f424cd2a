package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.testing.FreshLedger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Webhooks about votes never come: the result of the poll is right all the same, and published once for each change. */
class LostVotesIT extends SandboxTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";

    private List<JsonNode> polls() throws Exception {
        return topics.records(topics.polls()).stream().map(LostVotesIT::value).toList();
    }

    private static JsonNode value(ConsumerRecord<byte[], byte[]> each) {
        try {
            return JSON.readTree(each.value());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode awaitVoters(List<String> ofTuesday, List<String> ofThursday) {
        return await().atMost(SOON)
                .until(
                        () -> {
                            List<JsonNode> records = polls();
                            return records.isEmpty() ? JSON.nullNode() : records.get(records.size() - 1);
                        },
                        poll -> voters(poll, 0).equals(ofTuesday)
                                && voters(poll, 1).equals(ofThursday));
    }

    private static List<String> voters(JsonNode poll, int option) {
        return poll.at("/options/" + option + "/voters")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void votes_whose_webhooks_are_lost_are_read_back() throws Exception {
        program()
                .with("ledger.url", FreshLedger.postgres())
                .with("linq.confirm", "true")
                .with("linq.confirm.deadline", "1s")
                .subscribedTo(linq)
                .start();
        LinqSandbox people = closeAfterwards(LinqSandbox.at(sandbox.apiUrl(), "sandbox-key"));
        topics.produce(
                "crew",
                """
                {"type": "create_group", "command_id": "1", "group_ref": "crew", "to": ["%s", "%s"],
                 "message": {"text": "Which day?"}}
                """
                        .formatted(ANN, BOB));
        topics.produce(
                "crew",
                "{\"type\": \"send_poll\", \"command_id\": \"2\", \"group_ref\": \"crew\", \"options\": [\"Tuesday\", \"Thursday\"]}");
        await().atMost(SOON).until(() -> topics.outcomesSoFar().size() == 2);
        String poll = awaitVoters(List.of(), List.of()).get("message_id").asText();

        people.faults(Map.of("webhook_lost", 1));
        people.actAs(ANN).votes(poll, "Tuesday");
        people.actAs(BOB).votes(poll, "Thursday");

        JsonNode result = awaitVoters(List.of(ANN), List.of(BOB));
        assertThat(result.get("command_id").asText()).isEqualTo("2");
        assertThat(result.get("group_ref").asText()).isEqualTo("crew");
        assertThat(polls()).as("a record only if something has changed").hasSizeLessThanOrEqualTo(4);
    }
}
