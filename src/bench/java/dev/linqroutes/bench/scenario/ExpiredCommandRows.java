package dev.linqroutes.bench.scenario;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Commands in a ledger on PostgreSQL that were finished long ago, each with three calls, put there by SQL alone. */
final class ExpiredCommandRows {
    private static final String GROUPS =
            """
            INSERT INTO chat_group (mailbox, group_ref, chat_id, status)
            SELECT 'ref:old-' || n, 'old-' || n, 'old-chat-' || n, 'created'
            FROM generate_series(1, %d) AS n
            """;
    private static final String COMMANDS =
            """
            INSERT INTO command (command_id, type, source_id, source, place, mailbox, group_ref, warnings, status, accepted_at,
                                 first_call_at, finished_at)
            SELECT 'old-' || n, 'create_group', 'cluster:topic-id:0:' || n,
                   '{"type":"kafka","topic":"linq.commands","partition":0,"offset":' || n || '}',
                   'linq.commands partition 0 offset ' || n, 'ref:old-' || n, 'old-' || n, '[]', 'accepted', day, day, day
            FROM (SELECT n, now() - INTERVAL '1 day' * (100 + n %% 100) AS day FROM generate_series(1, %d) AS n) AS old
            """;
    private static final String CALLS =
            """
            INSERT INTO call (command_id, position, mailbox, kind, method, path, body, idempotency_key, status, attempts,
                              first_try_at, finished_at, http_status, message_id, trace_id)
            SELECT 'old-' || n, position, 'ref:old-' || n, 'SEND_MESSAGE', 'POST', '/chats/{chat_id}/messages',
                   '{"message":{"parts":[{"type":"link","value":"https://example.com/t/' || n || '"}],"idempotency_key":"old-'
                       || n || '-' || position || '"}}',
                   'old-' || n || '-' || position, 'accepted', 1, now(), now(), 201, md5('m' || n || position),
                   md5('t' || n || position)
            FROM generate_series(1, %d) AS n, generate_series(1, 3) AS position
            """;
    /** How many of them are left. */
    static final String COUNT = "SELECT COUNT(*) FROM command WHERE command_id LIKE 'old-%'";

    private final String database;

    ExpiredCommandRows(String database) {
        this.database = database;
    }

    /** All at once for whoever looks. */
    void insert(int commands) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String insert : new String[] {GROUPS, COMMANDS, CALLS}) {
                statement.executeUpdate(insert.formatted(commands));
            }
            connection.commit();
        }
    }
}
