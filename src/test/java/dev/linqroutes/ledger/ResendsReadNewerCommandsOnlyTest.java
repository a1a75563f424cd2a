package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.FreshLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a group got a later message, or one was changed, is asked while its mailbox is locked: the calls of the commands of three months are not read. */
class ResendsReadNewerCommandsOnlyTest {
    private static final int COMMANDS = 2_000;

    @ParameterizedTest
    @ValueSource(strings = {"has-later-message", "has-later-change"})
    void calls_of_commands_that_were_done_before_are_not_read(String statement) throws Exception {
        String sql = Files.readString(Path.of("src/main/resources/sql/confirm/" + statement + ".sql"))
                .replaceAll("--.*", "")
                .replace(":mailbox", "$1")
                .replace(":callId", "$2")
                .replace(":messageId", "'message'")
                .replace(":commandId", "'command'")
                .replace(":position", "1")
                .replace(":keepsOrder", "TRUE");
        try (Connection connection = DriverManager.getConnection(FreshLedger.postgres());
                Statement session = connection.createStatement()) {
            // One an hour; the last one is the message.
            session.execute(
                    """
                    INSERT INTO command (command_id, type, source_id, source, place, mailbox, warnings, status, accepted_at, finished_at)
                    SELECT 'command-' || i, 'send_message', 's-' || i, '{}', 'here', 'm', '[]', 'accepted', now(),
                           now() - make_interval(hours => %d - i)
                    FROM generate_series(1, %d) AS i"""
                            .formatted(COMMANDS, COMMANDS));
            session.execute(
                    """
                    INSERT INTO call (call_id, command_id, position, mailbox, kind, method, path, body, status, attempts, finished_at)
                    SELECT i, 'command-' || i, 1, 'm', 'SEND_MESSAGE', 'POST', '/x', '{}', 'accepted', 1, now() - make_interval(hours => %d - i)
                    FROM generate_series(1, %d) AS i"""
                            .formatted(COMMANDS, COMMANDS));
            session.execute("ANALYZE");
            session.execute("SET plan_cache_mode = force_generic_plan");
            session.execute("PREPARE statement (varchar, bigint) AS " + sql);
            try (ResultSet row =
                    session.executeQuery("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE statement ('m', " + COMMANDS + ")")) {
                row.next();
                JsonNode plan =
                        new ObjectMapper().readTree(row.getString(1)).get(0).get("Plan");
                assertThat(looksAtCalls(plan)).as(plan.toPrettyString()).isLessThan(10);
            }
        }
    }

    /** Searches of the table of calls, and rows that were read by them. */
    private static long looksAtCalls(JsonNode node) {
        long looks = 0;
        for (JsonNode child : node.path("Plans")) {
            looks += looksAtCalls(child);
        }
        return node.path("Relation Name").asText().equals("call")
                ? looks
                        + node.path("Actual Loops").asLong()
                                * (1
                                        + node.path("Actual Rows").asLong()
                                        + node.path("Rows Removed by Filter").asLong())
                : looks;
    }
}
