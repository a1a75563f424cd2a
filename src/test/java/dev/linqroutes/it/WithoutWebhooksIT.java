package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No webhook comes: what became of each command is found out by asking Linq. */
class WithoutWebhooksIT extends SandboxTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(40);

    private int commands;
    private InProcessProgram instance;

    @BeforeEach
    void start() throws Exception {
        instance = program()
                .with("ledger.url", FreshLedger.postgres())
                .with("linq.webhook.secret", "")
                .with("linq.confirm", "true")
                .with("linq.confirm.deadline", "500ms")
                .start();
    }

    private void produce(String command) throws Exception {
        topics.produce("crew", command);
    }

    private void awaitStatuses(Map<String, String> wanted) {
        await().atMost(SOON).untilAsserted(() -> assertThat(statuses()).isEqualTo(wanted));
    }

    /** By command. */
    private Map<String, String> statuses() {
        return topics.outcomesSoFar().stream()
                .collect(
                        Collectors.toMap(outcome -> outcome.get("command_id").asText(), outcome -> outcome.get("status")
                                .asText()));
    }

    /** What the topic of groups says of the group in the end. */
    private JsonNode group() throws Exception {
        JsonNode latest = JSON.nullNode();
        for (ConsumerRecord<byte[], byte[]> each : topics.records(topics.groups())) {
            assertThat(new String(each.key(), StandardCharsets.UTF_8)).isEqualTo("crew");
            latest = JSON.readTree(each.value());
        }
        return latest;
    }

    private static final String CREATE =
            """
            {"type": "create_group", "command_id": "1", "group_ref": "crew", "display_name": "Crew",
             "to": ["+12025550101", "+12025550102", "+12025550103"],
             "message": {"text": "Hello https://example.com/a"}}
            """;

    @Test
    void what_linq_shows_confirms_and_the_group_is_told_as_it_is() throws Exception {
        produce(CREATE);
        produce(
                "{\"type\": \"add_participant\", \"command_id\": \"2\", \"group_ref\": \"crew\", \"handles\": [\"+12025550104\"]}");
        produce(
                "{\"type\": \"remove_participant\", \"command_id\": \"3\", \"group_ref\": \"crew\", \"handles\": [\"+12025550101\"]}");
        produce(
                "{\"type\": \"update_group\", \"command_id\": \"4\", \"group_ref\": \"crew\", \"display_name\": \"Crew 14\"}");
        produce("{\"type\": \"set_background\", \"command_id\": \"5\", \"group_ref\": \"crew\", \"remove\": true}");

        await().atMost(SOON).untilAsserted(() -> assertThat(statuses())
                .containsAllEntriesOf(Map.of("2", "confirmed", "3", "confirmed", "4", "confirmed", "5", "unconfirmed"))
                // Unconfirmed if command 4 has changed its name before the chat was read.
                .hasEntrySatisfying("1", status -> assertThat(status).isIn("confirmed", "unconfirmed")));
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode group = group();
            assertThat(group.path("display_name").asText()).isEqualTo("Crew 14");
            assertThat(group.get("members").findValuesAsText("status"))
                    .containsExactly("removed", "active", "active", "active");
        });
    }

    @Test
    void a_change_that_a_later_command_has_undone_is_not_failed() throws Exception {
        produce(CREATE);
        for (String type : List.of("add", "remove", "add")) {
            produce(
                    "{\"type\": \"%1$s_participant\", \"command_id\": \"%2$s\", \"group_ref\": \"crew\", \"handles\": [\"+12025550104\"]}"
                            .formatted(type, type + " " + commands++));
        }

        awaitStatuses(Map.of("1", "confirmed", "add 0", "confirmed", "remove 1", "confirmed", "add 2", "confirmed"));
    }

    @Test
    void a_group_that_the_line_has_left_is_marked() throws Exception {
        produce(CREATE);
        await().atMost(SOON).until(() -> topics.outcomesSoFar().size() == 1);
        produce("{\"type\": \"leave_group\", \"command_id\": \"2\", \"group_ref\": \"crew\"}");

        awaitStatuses(Map.of("1", "confirmed", "2", "confirmed"));
        await().atMost(SOON).untilAsserted(() -> assertThat(group().path("left").asBoolean())
                .isTrue());
    }

    @Test
    void nobody_goes_from_a_group_of_three_and_the_outcome_says_so_soon() throws Exception {
        produce(CREATE.replace(", \"+12025550103\"", ""));
        await().atMost(SOON).until(() -> topics.outcomesSoFar().size() == 1);
        produce("{\"type\": \"leave_group\", \"command_id\": \"2\", \"group_ref\": \"crew\"}");
        produce(
                "{\"type\": \"remove_participant\", \"command_id\": \"3\", \"group_ref\": \"crew\", \"handles\": [\"+12025550101\"]}");

        awaitStatuses(Map.of("1", "confirmed", "2", "failed", "3", "failed"));
        assertThat(topics.outcomesSoFar().subList(1, 3)).allSatisfy(outcome -> assertThat(
                        outcome.at("/calls/0/error_message").asText())
                .contains("fewer than 4 active members, including the line; this group has 3"));
    }

    @Test
    void a_change_that_linq_accepts_and_silently_does_not_do_fails_its_command() throws Exception {
        produce(CREATE);
        await().atMost(SOON).until(() -> topics.outcomesSoFar().size() == 1);
        // Three have to remain: Linq accepts both, and the second one never happens.
        produce("{\"type\": \"remove_participant\", \"command_id\": \"2\", \"group_ref\": \"crew\","
                + " \"handles\": [\"+12025550101\", \"+12025550102\"]}");

        awaitStatuses(Map.of("1", "confirmed", "2", "failed"));
        assertThat(topics.outcomesSoFar().get(1).get("calls").findValuesAsText("status"))
                .contains("refused");
    }
}
