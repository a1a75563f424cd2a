package dev.linqroutes.ledger.db;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an error of the database means for whoever met it. */
public enum DatabaseErrorKind {
    /** Wait, and try again as long as it takes. */
    UNAVAILABLE,
    /** What it was given cannot be kept; what stands beside it can. */
    DATA_REFUSED,
    /** Nobody thought of it. */
    FAULT;

    /**
     * By SQL state: no connection (08), a race that was lost (40), no room or connections left (53), an operator or a time
     * limit has ended it (57), an error of its system (58).
     */
    private static final List<String> UNAVAILABLE_CLASSES = List.of("08", "40", "53", "57", "58");

    /**
     * It only reads, as a copy does (25006); the transaction was idle too long (25P03) or took too long (25P04); a row was
     * locked too long (55P03); the connection was closed meanwhile (55000); the password was changed (28000, 28P01), or a
     * right taken away (42501): that is for a person to mend, and no reason to refuse what comes meanwhile.
     */
    private static final Set<String> UNAVAILABLE_STATES =
            Set.of("25006", "25P03", "25P04", "55P03", "55000", "28000", "28P01", "42501");

    /**
     * Those of H2, which uses its own numbers as states: an object or a database closed, a file in use, unreadable or
     * read-only, a broken connection, no room on the disk, no memory, a concurrent update.
     */
    private static final Set<String> UNAVAILABLE_H2_STATES =
            Set.of("90007", "90020", "90028", "90031", "90067", "90097", "90098", "90100", "90108", "90121", "90131");

    /** Values (22) and constraints (23, 44), sizes (54), and what a trigger of the database's owner says (P0). */
    private static final List<String> DATA_REFUSED_CLASSES = List.of("22", "23", "44", "54", "P0");

    /**
     * There is no such schema, table, column or function, as when a later version has changed them while this one still runs:
     * no item is to blame, and none may be refused for it.
     */
    private static final Set<String> SCHEMA_MISMATCH_STATES =
            Set.of("3F000", "42P01", "42703", "42883", "42S02", "42S22");

    /** It only reads, a right was taken away, a statement took too long; in H2, a disk that is full or cannot be read. */
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
        // The pool's own have no state: no connection in time, or it is closed.
        return state.isEmpty()
                || SCHEMA_MISMATCH_STATES.contains(state)
                || UNAVAILABLE_CLASSES.stream().anyMatch(state::startsWith)
                || UNAVAILABLE_STATES.contains(state)
                || UNAVAILABLE_H2_STATES.contains(state);
    }

    /** As JDBC has it: a time limit, a connection that is not there, or something that passes. */
    private static boolean isTransient(SQLException sql) {
        return sql instanceof SQLTransientException || sql instanceof SQLNonTransientConnectionException;
    }

    /** PostgreSQL's driver asserts that it has a connection, which breaks in the middle of a batch. */
    private static boolean isDriverAssertion(Throwable error) {
        return error instanceof AssertionError
                && error.getStackTrace().length > 0
                && error.getStackTrace()[0].getClassName().startsWith("org.postgresql.");
    }

    /** H2 has one state for all that goes wrong within: a full disk is told by its cause. */
    private static boolean isIoFailure(SQLException sql) {
        return "HY000".equals(sql.getSQLState()) && causes(sql).anyMatch(IOException.class::isInstance);
    }

    /** Deadlock and serialization failure, and H2's "concurrent update". */
    static boolean isSerializationFailure(Throwable error) {
        String state = sqlState(error);
        return state.startsWith("40") || H2_CONCURRENT_UPDATES.contains(state);
    }

    /** Whether the database answers, and does not what it should: for whoever looks at health, and can mend it. */
    static boolean isOperatorIssue(Throwable error) {
        String state = sqlState(error);
        return state.startsWith("53")
                || state.startsWith("58")
                || OPERATOR_ISSUE_STATES.contains(state)
                || SCHEMA_MISMATCH_STATES.contains(state)
                || sqlException(error).filter(DatabaseErrorKind::isIoFailure).isPresent();
    }

    /** Whether another row has what only one may have. */
    static boolean isUniqueViolation(Throwable error) {
        return sqlState(error).equals(UNIQUE_VIOLATION);
    }

    /** Empty where no driver has given one. */
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
