package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.ProgramProcess;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes die while they accept a record: once may be chance, twice with the same one alone in hand is the record's fault. */
class PoisonRecordIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String FIRST = create("first");

    private String ledger;
    private Map<String, String> environment;

    @BeforeEach
    void prepare() throws Exception {
        ledger = FreshLedger.postgres();
        environment = program().with("ledger.url", ledger).environment();
        topics.produce("same", FIRST);
        for (int i = 0; i < 5; i++) {
            topics.produce("same", create("behind-" + i));
        }
    }

    @Test
    void a_record_with_which_alone_in_hand_two_processes_died_is_refused_and_those_behind_it_are_accepted()
            throws Exception {
        dieWhileAccepting(0);
        dieWhileAccepting(1);

        try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            await().atMost(LONG).until(() -> topics.outcomesSoFar().size() >= 6);
            assertThat(program.output()).contains("refused unread");
        }
        JsonNode refused = outcome("refused").orElseThrow();
        assertThat(refused.at("/problems/0/message").asText())
                .contains("crashed 2 times while accepting only this record");
        assertThat(topics.outcomesSoFar())
                .filteredOn(each -> each.get("status").asText().equals("accepted"))
                .extracting(each -> each.get("command_id").asText())
                .containsExactlyInAnyOrder("behind-0", "behind-1", "behind-2", "behind-3", "behind-4");
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(topics.dead()))
                .singleElement()
                .satisfies(each -> assertThat(new String(each.value(), StandardCharsets.UTF_8))
                        .isEqualTo(FIRST)));
    }

    @Test
    void a_record_at_which_one_process_was_killed_is_accepted_by_the_next() throws Exception {
        dieWhileAccepting(0);

        try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            await().atMost(LONG).until(() -> topics.outcomesSoFar().size() >= 6);
        }
        assertThat(topics.outcomesSoFar())
                .extracting(each -> each.get("status").asText())
                .containsOnly("accepted");
        assertThat(deaths()).isEmpty();
    }

    /** The table of commands is locked, so that the process is about to accept the record for as long as one likes. */
    private void dieWhileAccepting(int deathsBefore) throws Exception {
        try (Connection connection = DriverManager.getConnection(ledger);
                ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE command IN ACCESS EXCLUSIVE MODE");
            await().atMost(LONG).until(() -> deaths().equals(Optional.of(deathsBefore)));
            program.kill();
        }
        topics.endSessions();
    }

    private Optional<Integer> deaths() throws SQLException {
        try (Connection connection = DriverManager.getConnection(ledger);
                ResultSet rows = connection.createStatement().executeQuery("SELECT deaths FROM intake_attempt")) {
            return rows.next() ? Optional.of(rows.getInt(1)) : Optional.empty();
        }
    }

    private Optional<JsonNode> outcome(String status) {
        return topics.outcomesSoFar().stream()
                .filter(each -> each.get("status").asText().equals(status))
                .findFirst();
    }

    private static String create(String id) {
        return """
                {"type": "create_group", "command_id": "%1$s", "to": ["+12025550101", "%1$s@example.org"],
                 "display_name": "%1$s", "message": {"text": "Hello"}}
                """
                .formatted(id);
    }
}
