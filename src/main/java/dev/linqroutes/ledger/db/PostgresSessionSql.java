package dev.linqroutes.ledger.db;

/** Settings that each session of PostgreSQL starts with. */
final class PostgresSessionSql {
    /**
     * Every statement has an index. Without statistics of fast growing tables, PostgreSQL would scan them: 50 calls/s
     * instead of 1,000 in the first minute of a new ledger with 100,000 commands (measured).
     */
    private static final String PLANNER_SETTINGS =
            "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; ";

    /** Acknowledged commits must be on the disk; other levels than {@code off} are the operator's choice. */
    private static final String DURABLE_COMMIT = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'; ";

    /** Statements take milliseconds. */
    static final String STATEMENT_TIMEOUT = "15s";

    /** Transactions hold their locks for tens of milliseconds. */
    private static final String LOCK_TIMEOUT = "10s";

    /** Transactions do not wait between statements: an idle one belongs to a frozen process, and holds locks. */
    private static final String IDLE_TIMEOUT = "15s";

    /** Creating an index on a large table may take minutes. */
    private static final String MIGRATION_TIMEOUT = "1h";

    /** For work. Timeouts that the database, its user or the URL sets take precedence. */
    static final String FOR_WORK =
            PLANNER_SETTINGS + DURABLE_COMMIT + setTimeouts(STATEMENT_TIMEOUT, LOCK_TIMEOUT, IDLE_TIMEOUT);

    static final String FOR_MIGRATION = setTimeouts(MIGRATION_TIMEOUT, MIGRATION_TIMEOUT, MIGRATION_TIMEOUT);

    private PostgresSessionSql() {}

    private static String setTimeouts(String statement, String lock, String idle) {
        return "SELECT set_config(name, most, false) FROM (VALUES ('statement_timeout', '" + statement
                + "'), ('lock_timeout', '" + lock + "'), ('idle_in_transaction_session_timeout', '" + idle
                + "')) AS limits (name, most) WHERE current_setting(name) = '0'";
    }
}
