package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The ledger is restored from a backup, or fails over to a copy that lacks the last transactions: the program goes on from
 * the copy, the consumer group is set back to before the gap, and files of the gap are dropped again.
 */
class RestoredLedgerIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    private String ledger;
    private InProcessProgram instance;
    private String backup;
    private Map<Integer, Long> offsetsAtBackup;

    @BeforeEach
    void workUntilTheBackup() throws Exception {
        ledger = FreshLedger.postgres();
        instance = program()
                .with("ledger.url", ledger)
                .with("linq.retry.max-delay", "1s")
                .subscribedTo(linq)
                .start();
        create("a");
        create("b");
        awaitAccepted(Map.of("create-a", 1, "create-b", 1));
    }

    @Test
    void what_was_done_in_the_gap_is_done_again_and_does_not_show() throws Exception {
        linq.setFaults("{\"error_before\": 1}");
        create("waiting");
        await().atMost(LONG)
                .until(() -> linq.faults().at("/struck/error_before").asInt() > 0);
        backUp();
        linq.setFaults("{}");
        awaitAccepted(Map.of("create-a", 1, "create-b", 1, "create-waiting", 1));
        create("c");
        send("a", "Second");
        send("a", "Third");
        send("c", "Second");
        rename("b", "B anew");
        drop("in-the-gap.csv");
        Map<String, Integer> once = Map.of(
                "create-a", 1,
                "create-b", 1,
                "create-waiting", 1,
                "create-c", 1,
                "Second-a", 1,
                "Third-a", 1,
                "Second-c", 1,
                "rename-b", 1,
                "in-the-gap.csv row 2", 1);
        awaitAccepted(once);

        restore();
        drop("in-the-gap.csv");

        Map<String, Integer> again = new TreeMap<>(once);
        again.replaceAll((command, times) -> List.of("create-a", "create-b").contains(command) ? 1 : 2);
        awaitAccepted(again);
        assertThat(topics.outcomesSoFar().stream()
                        .map(outcome -> outcome.get("outcome_id").asText())
                        .distinct())
                .as("an outcome that is told again has the id it had")
                .hasSize(once.size());
        assertThat(groups())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Group a", List.of("Hello", "Second", "Third"),
                        "B anew", List.of("Hello"),
                        "Group waiting", List.of("Hello"),
                        "Group c", List.of("Hello", "Second"),
                        "From a file", List.of("Hello")));
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.committed()).isEqualTo(topics.ends()));
    }

    @Test
    void of_what_has_no_key_only_a_voice_memo_shows_twice() throws Exception {
        backUp();
        produce("add", "a", "\"type\": \"add_participant\", \"handles\": [\"dana@example.org\"]");
        produce("remove", "a", "\"type\": \"remove_participant\", \"handles\": [\"eve@example.org\"]");
        produce("memo", "a", "\"type\": \"send_voice_memo\", \"url\": \"https://example.com/memo.m4a\"");
        produce("poll", "a", "\"type\": \"send_poll\", \"options\": [\"Saturday\", \"Sunday\"]");
        awaitAccepted(Map.of("create-a", 1, "create-b", 1, "add-a", 1, "remove-a", 1, "memo-a", 1, "poll-a", 1));

        restore();

        awaitAccepted(Map.of("create-a", 1, "create-b", 1, "add-a", 2, "remove-a", 2, "memo-a", 2, "poll-a", 2));
        JsonNode chat = StreamSupport.stream(linq.record().get("chats").spliterator(), false)
                .filter(entry -> entry.at("/chat/display_name").asText().equals("Group a"))
                .findFirst()
                .orElseThrow();
        // A poll has no parts.
        assertThat(chat.get("messages"))
                .extracting(message -> message.at("/parts/0/type").asText())
                .containsExactly("text", "media", "", "media");
        assertThat(chat.at("/chat/handles"))
                .filteredOn(member -> member.path("status").asText().equals("active"))
                .extracting(member -> member.get("handle").asText())
                .contains("dana@example.org")
                .doesNotContain("eve@example.org");
    }

    private void backUp() throws Exception {
        offsetsAtBackup = topics.committed();
        instance.stop();
        backup = TestPostgres.copyOf(ledger);
        instance.start();
    }

    private void restore() throws Exception {
        instance.stop();
        topics.setCommitted(offsetsAtBackup);
        instance.with("ledger.url", backup).start();
    }

    private void create(String group) throws Exception {
        topics.produce(
                group,
                """
                {"type": "create_group", "command_id": "create-%1$s", "group_ref": "%1$s", "display_name": "Group %1$s",
                 "to": ["%1$s@example.org", "eve@example.org", "fred@example.org", "gus@example.org"], "message": {"text": "Hello"}}"""
                        .formatted(group));
    }

    private void send(String group, String text) throws Exception {
        produce(text, group, "\"type\": \"send_message\", \"message\": {\"text\": \"" + text + "\"}");
    }

    private void rename(String group, String name) throws Exception {
        produce("rename", group, "\"type\": \"update_group\", \"display_name\": \"" + name + "\"");
    }

    private void produce(String id, String group, String rest) throws Exception {
        topics.produce(
                group, "{\"command_id\": \"%1$s-%2$s\", \"group_ref\": \"%2$s\", %3$s}".formatted(id, group, rest));
    }

    private void drop(String name) throws Exception {
        drop(name, "to,name,message\n+12025559901;+12025559902,From a file,Hello\n");
    }

    /** How often the outcome of each command has been told; every one says that it was accepted. */
    private void awaitAccepted(Map<String, Integer> times) {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar().stream()
                        .collect(Collectors.groupingBy(
                                SandboxTest::placeOrCommand, Collectors.summingInt(outcome -> 1))))
                .containsExactlyInAnyOrderEntriesOf(times));
        assertThat(topics.outcomesSoFar())
                .allSatisfy(outcome -> assertThat(outcome.get("status").asText())
                        .as(outcome.toString())
                        .isEqualTo("accepted"));
    }

    private Map<String, List<String>> groups() throws Exception {
        return linq.groups().stream()
                .collect(Collectors.toMap(SandboxRecord.Group::name, SandboxRecord.Group::messages));
    }
}
