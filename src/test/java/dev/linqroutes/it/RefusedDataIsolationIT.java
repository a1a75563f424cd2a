package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.TestTopics;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL answers, and does not take one command, event or answer of Linq; or an option of its URL would lose some. */
class RefusedDataIsolationIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    private String ledger;
    private InProcessProgram instance;

    @BeforeEach
    void start() throws Exception {
        ledger = FreshLedger.postgres();
        instance = program()
                .with("ledger.url", ledger + "&reWriteBatchedInserts=true")
                .with("error.retry-delay", "200")
                .subscribedTo(linq)
                .start();
    }

    @Test
    void a_command_that_the_database_refuses_is_a_dead_letter_and_the_others_are_worked() throws Exception {
        sql("ALTER TABLE command ADD CONSTRAINT nothing_bad CHECK (command_id <> 'ord-13')");

        produce(0, 40);

        awaitOutcomes(40);
        assertThat(statuses("ord-13")).containsExactly("refused");
        assertThat(IntStream.range(0, 40).filter(i -> i != 13).mapToObj(i -> statuses("ord-" + i)))
                .containsOnly(List.of("accepted"));
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(topics.dead()))
                .singleElement()
                .satisfies(dead -> assertThat(TestTopics.header(dead, "linq-error-message"))
                        .contains("nothing_bad")));
        await().atMost(LONG)
                .until(() -> topics.committed().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        == 40);
        assertThat(instance.health().statusCode()).isEqualTo(200);
    }

    @Test
    void an_answer_that_the_database_refuses_fails_its_command_and_the_next_of_its_group_goes_on() throws Exception {
        sql("ALTER TABLE call ADD CONSTRAINT nothing_bad CHECK (command_id <> 'ord-1' OR message_id IS NULL)");

        produce(0, 3);

        awaitOutcomes(3);
        assertThat(statuses("ord-1")).containsExactly("failed");
        assertThat(statuses("ord-0")).containsExactly("accepted");
        assertThat(statuses("ord-2")).containsExactly("accepted");
        // Its group is free: a create may be tried again.
        sql("ALTER TABLE call DROP CONSTRAINT nothing_bad");
        produce("order-1", "again", "+12025550001");
        awaitOutcomes(4);
        assertThat(statuses("again")).containsExactly("accepted");
    }

    @Test
    void an_event_that_the_database_refuses_gets_503_its_neighbours_200_and_those_are_published() throws Exception {
        sql("ALTER TABLE event ADD CONSTRAINT nothing_bad CHECK (event_id <> 'bad')");

        for (int i = 0; i < 100; i++) {
            assertThat(instance.deliverWebhook("event-" + i)).isEqualTo(200);
        }
        assertThat(instance.deliverWebhook("bad")).isEqualTo(503);
        assertThat(instance.deliverWebhook("after")).isEqualTo(200);

        await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(topics.events()))
                .extracting(event -> TestTopics.header(event, "ce_id"))
                .hasSize(101)
                .doesNotHaveDuplicates()
                .contains("after"));
    }

    @Test
    void a_fault_of_ours_in_one_mailbox_is_told_by_health_and_the_others_are_worked() throws Exception {
        sql(
                """
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.kind = 'FROM_A_LATER_VERSION';
                RETURN NEW;
            END $$""");
        sql("CREATE TRIGGER spoil BEFORE INSERT ON call FOR EACH ROW WHEN (NEW.command_id = 'ord-1')"
                + " EXECUTE FUNCTION spoil()");

        produce(0, 5);

        awaitOutcomes(4);
        assertThat(statuses("ord-1")).isEmpty();
        HttpResponse<String> health = instance.health();
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("internal error or unexpected schema", "FROM_A_LATER_VERSION");
        assertThat(instance.observe("health/ready").statusCode()).isEqualTo(200);
    }

    private void awaitOutcomes(int commands) {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar().stream()
                        .map(outcome -> outcome.get("command_id").asText())
                        .distinct())
                .hasSize(commands));
    }

    private List<String> statuses(String commandId) {
        return topics.outcomesSoFar().stream()
                .filter(outcome -> outcome.get("command_id").asText().equals(commandId))
                .map((JsonNode outcome) -> outcome.get("status").asText())
                .toList();
    }

    private void produce(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            produce("order-" + i, "ord-" + i, "+1202555%04d".formatted(i));
        }
    }

    private void produce(String groupRef, String commandId, String member) throws Exception {
        topics.produce(
                groupRef,
                """
                {"type": "create_group", "command_id": "%s", "group_ref": "%s", "to": ["%s", "%s@example.org"],
                 "message": {"text": "Hello"}}
                """
                        .formatted(commandId, groupRef, member, commandId));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ledger);
                Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }
}
