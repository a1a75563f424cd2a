package dev.linqroutes.ledger.db;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an error of the database means for the failed operation. */
public enum DatabaseErrorKind {
    /** Temporary: retry until it succeeds. */
    UNAVAILABLE,
    /** The database rejects this item; others can be stored. */
    DATA_REFUSED,
    /** Unexpected: a defect of this program or of the schema. */
    FAULT;

    /**
     * SQL states by class: connection failure (08), transaction rollback (40), insufficient resources (53), operator
     * intervention or timeout (57), system error (58).
     */
    private static final List<String> UNAVAILABLE_CLASSES = List.of("08", "40", "53", "57", "58");

    /**
     * Read-only, as a replica is (25006); idle transaction (25P03) and transaction timeout (25P04); lock timeout (55P03);
     * connection closed meanwhile (55000); password changed (28000, 28P01) or permission revoked (42501): an operator must
     * repair that, and no command is refused meanwhile.
     */
    private static final Set<String> UNAVAILABLE_STATES =
            Set.of("25006", "25P03", "25P04", "55P03", "55000", "28000", "28P01", "42501");

    /**
     * H2 uses its error numbers as states: object or database closed; file in use, unreadable or read-only; connection
     * broken; disk full; out of memory; concurrent update.
     */
    private static final Set<String> UNAVAILABLE_H2_STATES =
            Set.of("90007", "90020", "90028", "90031", "90067", "90097", "90098", "90100", "90108", "90121", "90131");

    /** Data exception (22), constraint violation (23, 44), program limit exceeded (54), error raised by a trigger (P0). */
    private static final List<String> DATA_REFUSED_CLASSES = List.of("22", "23", "44", "54", "P0");

    /**
     * Undefined schema, table, column or function, as when a newer version has migrated the schema while this one runs: it
     * affects every item, so that none may be refused for it.
     */
    private static final Set<String> SCHEMA_MISMATCH_STATES =
            Set.of("3F000", "42P01", "42703", "42883", "42S02", "42S22");

    /** Read-only, permission revoked, statement timeout; H2: disk full or unreadable. */
    private static final Set<String> OPERATOR_ISSUE_STATES =
            Set.of("25006", "42501", "57014", "90028", "90031", "90097", "90100");

    private static final Set<String> H2_CONCURRENT_UPDATES = Set.of("90131");

    private static final String UNIQUE_VIOLATION = "23505";

    public static DatabaseErrorKind of(Throwable error) {
        if (error instanceof LedgerTransaction.Conflict || isDriverAssertion(error)) {
            return UNAVAILABLE;
        }
        Optional<SQLException> sql = sqlException(error);
        if (sql.isEmpty()) {
            return FAULT;
        }
        String state = sqlState(error);
        if (isUnavailable(state) || isTransient(sql.get()) || isIoFailure(sql.get())) {
            return UNAVAILABLE;
        }
        return DATA_REFUSED_CLASSES.stream().anyMatch(state::startsWith) ? DATA_REFUSED : FAULT;
    }

    private static boolean isUnavailable(String state) {
        // Errors of the connection pool have no state: no connection in time, or the pool is closed.
        return state.isEmpty()
                || SCHEMA_MISMATCH_STATES.contains(state)
                || UNAVAILABLE_CLASSES.stream().anyMatch(state::startsWith)
                || UNAVAILABLE_STATES.contains(state)
                || UNAVAILABLE_H2_STATES.contains(state);
    }

    /** JDBC's classes for timeouts, connection failures and transient errors. */
    private static boolean isTransient(SQLException sql) {
        return sql instanceof SQLTransientException || sql instanceof SQLNonTransientConnectionException;
    }

    /** PostgreSQL's driver fails an assertion when a connection breaks in the middle of a batch. */
    private static boolean isDriverAssertion(Throwable error) {
        return error instanceof AssertionError
                && error.getStackTrace().length > 0
                && error.getStackTrace()[0].getClassName().startsWith("org.postgresql.");
    }

    /** H2 has one state for internal errors: a full disk shows only in the cause. */
    private static boolean isIoFailure(SQLException sql) {
        return "HY000".equals(sql.getSQLState()) && causes(sql).anyMatch(IOException.class::isInstance);
    }

    /** Deadlock, serialization failure, and H2's "concurrent update". */
    static boolean isSerializationFailure(Throwable error) {
        String state = sqlState(error);
        return state.startsWith("40") || H2_CONCURRENT_UPDATES.contains(state);
    }

    /** Whether an operator must repair the database although it answers; the health check reports it. */
    static boolean isOperatorIssue(Throwable error) {
        String state = sqlState(error);
        return state.startsWith("53")
                || state.startsWith("58")
                || OPERATOR_ISSUE_STATES.contains(state)
                || SCHEMA_MISMATCH_STATES.contains(state)
                || sqlException(error).filter(DatabaseErrorKind::isIoFailure).isPresent();
    }

    static boolean isUniqueViolation(Throwable error) {
        return sqlState(error).equals(UNIQUE_VIOLATION);
    }

    /** The first state in the chain of causes; empty when there is none. */
    private static String sqlState(Throwable error) {
        return causes(error)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(state -> state != null && !state.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Optional<SQLException> sqlException(Throwable error) {
        return causes(error)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, each -> each != null, Throwable::getCause);
    }
}
