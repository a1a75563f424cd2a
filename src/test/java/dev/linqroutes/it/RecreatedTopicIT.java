package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.SandboxRecord;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The topic of commands is deleted and made anew: its records stand where others stood, and are not those. */
class RecreatedTopicIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int OLD = 12;
    private static final int FEWER = 6;
    private static final int MORE = 24;

    private String ledger;
    private InProcessProgram instance;

    @BeforeEach
    void startAndWorkTheOldTopic() throws Exception {
        ledger = FreshLedger.postgres();
        instance = program().with("ledger.url", ledger).start();
        produce("Old", 0, OLD);
        awaitGroups("Old", OLD);
        awaitAllCommitted();
    }

    @Test
    void records_of_a_topic_that_is_made_anew_while_the_program_runs_are_all_worked() throws Exception {
        topics.deleteCommands();
        topics.createCommands();

        produce("New", 0, FEWER);
        awaitGroups("New", FEWER);
        produce("New", FEWER, MORE);
        awaitGroups("New", MORE);

        assertThatTheyStoodWhereTheOldOnesStood();
        awaitAllCommitted();
    }

    @Test
    void records_of_a_topic_that_is_made_anew_while_the_program_is_stopped_are_all_worked() throws Exception {
        instance.stop();
        topics.deleteCommands();
        topics.createCommands();
        produce("New", 0, MORE);
        assertThat(topics.committed())
                .as("the broker forgets a deleted topic's offsets")
                .isEmpty();

        instance.start();
        awaitGroups("New", MORE);

        assertThatTheyStoodWhereTheOldOnesStood();
        awaitAllCommitted();
    }

    @Test
    void a_batch_held_up_while_the_topic_is_made_anew_does_not_commit_its_offset_for_the_new_topic() throws Exception {
        try (Connection connection = DriverManager.getConnection(ledger);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE command IN ACCESS EXCLUSIVE MODE");
            produce("Held", 0, 1);
            await().atMost(LONG).until(() -> acceptanceWaits("0 s"));
            topics.deleteCommands();
            topics.createCommands();
            produce("New", 0, MORE);
            await().atMost(LONG).until(() -> acceptanceWaits("1 s"));
            connection.commit();
        }

        awaitGroups("Held", 1);
        awaitGroups("New", MORE);
        awaitAllCommitted();
    }

    private boolean acceptanceWaits(String longerThan) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ledger);
                Statement statement = connection.createStatement();
                ResultSet waiting = statement.executeQuery(
                        """
                        SELECT 1 FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM command%'
                          AND clock_timestamp() - query_start > INTERVAL '"""
                                + longerThan + "'")) {
            return waiting.next();
        }
    }

    /** Without command_id, so that only the position tells them apart. */
    private void produce(String name, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            topics.produce(
                    "key-" + i,
                    """
                    {"type": "create_group", "to": ["+1202555%2$04d", "%3$s"],
                     "display_name": "%1$s %2$d", "message": {"text": "Hello"}}
                    """
                            .formatted(name, i, name + "@example.org"));
        }
    }

    private void awaitGroups(String name, int groups) {
        List<String> names =
                IntStream.range(0, groups).mapToObj(i -> name + " " + i).toList();
        await().atMost(LONG).untilAsserted(() -> assertThat(linq.groups())
                .extracting(SandboxRecord.Group::name)
                .filteredOn(each -> each.startsWith(name))
                .containsExactlyInAnyOrderElementsOf(names));
    }

    private void awaitAllCommitted() {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.committed()).isEqualTo(topics.ends()));
    }

    private void assertThatTheyStoodWhereTheOldOnesStood() {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                .hasSize(OLD + MORE)
                .allSatisfy(
                        outcome -> assertThat(outcome.get("status").asText()).isEqualTo("accepted")));
        assertThat(topics.outcomesSoFar())
                .extracting((JsonNode outcome) -> outcome.at("/source/place").asText())
                .satisfies(places -> assertThat(places.stream().distinct()).hasSize(MORE));
    }
}
