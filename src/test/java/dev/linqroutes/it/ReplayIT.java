package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person puts back what failed or was refused, while the program runs. */
class ReplayIT extends SandboxTest {
    private static final String CREATE =
            """
            {"type": "create_group", "command_id": "c1", "group_ref": "order-1", "to": ["+12025550101", "+12025550102"],
             "message": {"text": "Hello"}}""";
    private static final String SEND =
            """
            {"type": "send_message", "group_ref": "order-1", "message": {"text": "Second"}}""";

    private InProcessProgram program;

    @BeforeEach
    void start() throws Exception {
        program = program().with("ledger.url", FreshLedger.postgres()).start();
    }

    @Test
    void a_dead_letter_is_worked_once_however_often_it_is_replayed() throws Exception {
        topics.produce("order-1", SEND);
        topics.produce("order-1", "no JSON");
        awaitStatuses("refused", "refused");
        topics.produce("order-1", CREATE);
        awaitStatuses("refused", "refused", "accepted");

        assertThat(replay(0, "dead", "--error", "not known"))
                .contains("group \"order-1\" is not known")
                .contains("1 of 1 dead letters would be replayed; add --do to replay them");
        assertThat(replay(1, "dead", "--do"))
                .contains("NOT REPLAYED: not a JSON object")
                .contains("1 of 2 dead letters are now on " + topics.commands());
        awaitStatuses("refused", "refused", "accepted", "accepted");
        replay(0, "dead", "--error", "not known", "--do");
        awaitStatuses("refused", "refused", "accepted", "accepted", "duplicate");
        assertThat(topics.records(topics.dead()).size()).isEqualTo(2);

        assertThat(linq.groups()).singleElement().satisfies(group -> assertThat(group.messages())
                .containsExactly("Hello", "Second"));
    }

    @Test
    void a_dead_letter_that_is_a_cloud_event_keeps_its_identity_when_it_is_replayed() throws Exception {
        String command =
                "{\"type\": \"send_message\", \"group_ref\": \"order-1\", \"message\": {\"text\": \"Second\"}}";
        topics.produce(
                "order-1",
                "{\"specversion\": \"1.0\", \"id\": \"e-1\", \"source\": \"/crm\", \"type\": \"a\", \"data\": "
                        + command + "}");
        awaitStatuses("refused");
        topics.produce("order-1", CREATE);
        awaitStatuses("refused", "accepted");

        replay(0, "dead", "--do");
        replay(0, "dead", "--do");

        awaitStatuses("refused", "accepted", "accepted", "duplicate");
        assertThat(topics.outcomesSoFar())
                .filteredOn(outcome -> outcome.path("type").asText().equals("send_message"))
                .extracting(outcome -> outcome.path("command_id").asText())
                .containsOnly("/crm e-1");
    }

    @Test
    void a_command_that_is_refused_again_is_replayed_once_the_next_time() throws Exception {
        topics.produce("order-1", SEND);
        awaitStatuses("refused");
        replay(0, "dead", "--do");
        awaitStatuses("refused", "refused");

        assertThat(replay(0, "dead", "--do"))
                .contains("1 duplicates skipped (refused again after an earlier replay)")
                .contains("1 of 1 dead letters are now on " + topics.commands());

        awaitStatuses("refused", "refused", "refused");
        assertThat(topics.ends().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(3);
    }

    @Test
    void dead_letters_can_be_written_to_a_file_and_come_back_corrected_through_the_inbox() throws Exception {
        topics.produce("order-1", CREATE.replace("create_group", "make_group"));
        awaitStatuses("refused");

        replay(0, "dead", "--export", "corrected.jsonl");
        Path file = folder.resolve("corrected.jsonl");
        Files.writeString(file, Files.readString(file).replace("make_group", "create_group"));
        Files.move(file, folder.resolve("inbox/corrected.jsonl"));

        awaitStatuses("refused", "accepted");
    }

    @Test
    void a_failed_command_is_tried_anew_with_an_outcome_of_its_own() throws Exception {
        topics.produce(
                "order-1",
                """
                {"type": "send_message", "command_id": "m1", "chat_id": "c4a70000-2222-4b3c-9d4e-000000000001",
                 "message": {"text": "Hello"}}""");
        awaitStatuses("failed");

        assertThat(replay(0, "failed")).contains("m1  send_message").contains("1 failed commands would be replayed");
        assertThat(replay(0, "failed", "--id", "m1", "--do", "--reason", "the chat is back"))
                .contains("1 of 1 failed commands are queued again");

        awaitStatuses("failed", "failed");
        assertThat(topics.outcomesSoFar())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactly("m1:failed", "m1:failed:replay-1");
        await().atMost(Duration.ofSeconds(30)).until(() -> topics.actions().size() == 2);
        assertThat(topics.actions())
                .extracting(action -> action.get("result").asText())
                .containsExactly("started", "0 not replayed");
        assertThat(topics.actions()).allSatisfy(action -> {
            assertThat(action.get("user").asText()).endsWith(" (command line)");
            assertThat(action.get("action").asText()).isEqualTo("replay-commands");
            assertThat(action.get("target").asText()).isEqualTo("commands m1");
            assertThat(action.get("reason").asText()).isEqualTo("the chat is back");
        });
    }

    private void awaitStatuses(String... statuses) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                .extracting((JsonNode outcome) -> outcome.get("status").asText())
                .containsExactlyInAnyOrder(statuses));
    }

    private String replay(int exitCode, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        return ProgramProcess.run(folder, program.environment(), exitCode, all.toArray(String[]::new));
    }
}
