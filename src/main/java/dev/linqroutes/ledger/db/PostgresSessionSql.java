package dev.linqroutes.ledger.db;

/** What a session of PostgreSQL is told when it begins. */
final class PostgresSessionSql {
    /**
     * Every statement finds its rows by an index. Until PostgreSQL has statistics of tables that grow from nothing, it would
     * read them as a whole: measured 50 calls/s instead of 1,000 in the first minute of a new ledger with 100,000 commands.
     */
    private static final String PLANNER_SETTINGS =
            "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; ";

    /** What is acknowledged has to be on the disk, where it is not for the database's owner to say that it need not. */
    private static final String DURABLE_COMMIT = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'; ";

    /** Every statement takes milliseconds; what takes this long waits for something that does not come. */
    static final String STATEMENT_TIMEOUT = "15s";

    /** A lock is held for as long as a transaction takes, which is tens of milliseconds. */
    private static final String LOCK_TIMEOUT = "10s";

    /** Nothing is waited for between two statements: whoever is silent for so long is frozen, and holds locks. */
    private static final String IDLE_TIMEOUT = "15s";

    /** An index on a large table may take minutes. */
    private static final String MIGRATION_TIMEOUT = "1h";

    /** For the work; a limit that the database, its user or the URL's options set already stays as it is. */
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
