package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.FreshLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The statements of accepting, working, confirming and relaying find their rows by an index, however many others there are, and whatever
 * PostgreSQL knows about the tables: a plan that was good while few calls waited is used after many have arrived.
 */
class RowsAreFoundByIndexTest {
    private static final Path STATEMENTS = Path.of("src/main/resources/sql");
    private static final List<String> FOLDERS = List.of("chat", "confirm", "intake", "mailbox", "outbox");
    private static final List<String> LARGE_TABLES = List.of("call", "command", "signal", "outbox");
    private static final Pattern PARAMETER = Pattern.compile("'[^']*'|:(\\w+)");

    private Connection connection;
    private Statement session;

    /** What PostgreSQL knows about the tables. */
    enum Statistics {
        NONE,
        CURRENT,
        /** Of a time when few calls were in the ledger, all of them finished. */
        OUTDATED
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @EnumSource
    void no_statement_reads_a_whole_table_or_all_calls_of_an_index(Statistics statistics) throws Exception {
        connection = DriverManager.getConnection(FreshLedger.postgres());
        session = connection.createStatement();
        fill(statistics);
        session.execute("SET plan_cache_mode = force_generic_plan");

        Map<String, List<String>> scans = new LinkedHashMap<>();
        for (String folder : FOLDERS) {
            for (Path file : files(STATEMENTS.resolve(folder))) {
                List<String> found = scans(plan(Files.readString(file))).toList();
                if (!found.isEmpty()) {
                    scans.put(folder + "/" + file.getFileName(), found);
                }
            }
        }
        assertThat(scans).isEmpty();
    }

    /** Half of the calls are in five mailboxes, the others in two thousand. */
    private void fill(Statistics statistics) throws SQLException {
        for (String table : List.of("call", "command", "signal", "outbox", "mailbox", "chat_group")) {
            session.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = off)");
        }
        insertCalls(1, 100, "accepted", "NULL");
        if (statistics == Statistics.OUTDATED) {
            session.execute("VACUUM ANALYZE");
        }
        insertCalls(101, 20_100, "waiting", "NULL");
        insertCalls(20_101, 40_100, "accepted", "now() + make_interval(secs => i)");
        session.execute(
                """
                INSERT INTO mailbox (mailbox, arrived, due_at)
                SELECT 'm-' || i, 1, now() FROM generate_series(0, 1999) AS i""");
        session.execute(
                """
                INSERT INTO chat_group (mailbox, chat_id, status)
                SELECT 'm-' || i, 'c-' || i, 'created' FROM generate_series(0, 1999) AS i""");
        session.execute(
                """
                INSERT INTO signal (kind, chat_id, message_id, look_at, received_at)
                SELECT 'SENT', 'c-' || i % 2000, 'message-' || i, now(), now() FROM generate_series(1, 20000) AS i""");
        session.execute(
                """
                INSERT INTO outbox (topic, record_key, record_value, headers)
                SELECT 'topic-' || i % 5, 'key', 'value', '{}' FROM generate_series(1, 20000) AS i""");
        if (statistics == Statistics.CURRENT) {
            session.execute("ANALYZE");
        }
    }

    private void insertCalls(int first, int last, String status, String confirmAt) throws SQLException {
        session.execute(
                """
                INSERT INTO command (command_id, type, source_id, source, place, mailbox, warnings, status, accepted_at)
                SELECT 'command-' || i, 'send_message', 's-' || i, '{}', 'here', 'm-' || i %% CASE i %% 2 WHEN 0 THEN 5 ELSE 2000 END,
                       '[]', 'waiting', now()
                FROM generate_series(%d, %d) AS i"""
                        .formatted(first, last));
        session.execute(
                """
                INSERT INTO call (command_id, position, mailbox, kind, method, path, body, idempotency_key, status, attempts,
                                  message_id, trace_id, confirm_at)
                SELECT 'command-' || i, 1, 'm-' || i %% CASE i %% 2 WHEN 0 THEN 5 ELSE 2000 END, 'SEND_MESSAGE', 'POST',
                       '/chats/{chat_id}/messages', '{}', 'key-' || i, '%s', 0, 'message-' || i, 'trace-' || i, %s
                FROM generate_series(%d, %d) AS i"""
                        .formatted(status, confirmAt, first, last));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private JsonNode plan(String sql) throws Exception {
        Set<String> names = new LinkedHashSet<>();
        String numbered = PARAMETER.matcher(sql.replaceAll("--.*", "")).replaceAll(found -> {
            if (found.group(1) == null) {
                return "$0";
            }
            names.add(found.group(1));
            return "\\$" + (List.copyOf(names).indexOf(found.group(1)) + 1);
        });
        session.execute("PREPARE statement AS " + numbered);
        String values = names.stream().map(name -> "NULL").collect(Collectors.joining(", ", "(", ")"));
        try (ResultSet row =
                session.executeQuery("EXPLAIN (FORMAT JSON) EXECUTE statement" + (names.isEmpty() ? "" : values))) {
            row.next();
            return new ObjectMapper().readTree(row.getString(1)).get(0).get("Plan");
        } finally {
            session.execute("DEALLOCATE statement");
        }
    }

    private static Stream<String> scans(JsonNode node) {
        List<JsonNode> children = new ArrayList<>();
        node.path("Plans").forEach(children::add);
        return Stream.concat(
                isScan(node)
                        ? Stream.of(Stream.of("Node Type", "Relation Name", "Index Name", "Index Cond", "Filter")
                                .map(field -> node.path(field).asText())
                                .collect(Collectors.joining(" ")))
                        : Stream.empty(),
                children.stream().flatMap(RowsAreFoundByIndexTest::scans));
    }

    /** A whole table; all calls of an index; or calls from an id on, which is most of them. */
    private static boolean isScan(JsonNode node) {
        String condition = node.path("Index Cond").asText();
        return switch (node.path("Index Name").asText()) {
            case "" ->
                node.path("Node Type").asText().equals("Seq Scan")
                        && LARGE_TABLES.contains(node.path("Relation Name").asText());
            case "call_pkey" -> !condition.contains("call_id =");
            case "call_of_mailbox", "call_awaited", "call_to_ask_about" -> condition.isEmpty();
            default -> false;
        };
    }
}
