package dev.linqroutes.ledger.db;

import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Runs transactions, and repeats them when another one wrote the same rows first. */
public final class LedgerTransaction {
    private LedgerTransaction() {}

    /** Another transaction wrote a row that this one was about to write. Repeat the work from its first read. */
    public static final class Conflict extends RuntimeException {
        public Conflict() {
            super("another transaction wrote the same rows first", null, false, false);
        }
    }

    /**
     * @param operation for the error message "cannot OPERATION"
     * @param work may be rolled back and repeated: side effects outside of the database belong after this call
     * @throws LedgerException of the kind of the error; {@link LedgerUnavailable} also after {@code maxAttempts} conflicts
     */
    public static <T> T run(Database database, int maxAttempts, String operation, Function<Handle, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                T result = database.inTransaction(work);
                database.recordSuccess(operation);
                return result;
            } catch (Conflict e) {
                if (attempt == maxAttempts) {
                    throw new LedgerUnavailable(
                            "cannot " + operation + ": other transactions wrote the same rows first, " + maxAttempts
                                    + " times",
                            e);
                }
            } catch (LedgerException e) {
                throw e;
            } catch (RuntimeException | SQLException | AssertionError | StackOverflowError e) {
                if (attempt < maxAttempts && DatabaseErrorKind.isSerializationFailure(e)) {
                    continue;
                }
                throw toLedgerException(database, operation, e);
            }
        }
    }

    private static LedgerException toLedgerException(Database database, String operation, Throwable cause) {
        String message = "cannot " + operation + ": " + Database.rootMessage(cause);
        switch (DatabaseErrorKind.of(cause)) {
            case UNAVAILABLE -> {
                database.recordUnavailable();
                if (DatabaseErrorKind.isOperatorIssue(cause)) {
                    database.recordRefusal(operation, Database.rootMessage(cause));
                }
                return new LedgerUnavailable(message, cause);
            }
            case DATA_REFUSED -> {
                return new LedgerDataRefused(message, cause);
            }
            default -> {
                database.recordFault(message);
                return new LedgerFault(message, cause);
            }
        }
    }

    public static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            executeChecked(batch);
        }
    }

    /**
     * Executes a batch that writes unique values.
     *
     * @throws Conflict when another transaction has written one of the values since it was read
     */
    public static void executeUnique(PreparedBatch batch) {
        try {
            execute(batch);
        } catch (UnableToExecuteStatementException e) {
            if (DatabaseErrorKind.isUniqueViolation(e)) {
                throw new Conflict();
            }
            throw e;
        }
    }

    /**
     * Executes a batch whose statements change one row each.
     *
     * @throws Conflict when one of them changes none
     */
    public static void executeExactlyOneRow(PreparedBatch batch) {
        if (batch.size() == 0) {
            return;
        }
        for (int rows : executeCountingRows(batch)) {
            if (rows != 1) {
                throw new Conflict();
            }
        }
    }

    /**
     * Executes a batch whose statements change one row or none each, and returns the counts. A driver that rewrites batches
     * into one statement reports {@code SUCCESS_NO_INFO}; that is an error, because decisions depend on the counts.
     */
    public static int[] executeCountingRows(PreparedBatch batch) {
        int[] counts = executeChecked(batch);
        for (int rows : counts) {
            if (rows > 1) {
                throw new IllegalStateException("a statement for one row changed " + rows + " rows");
            }
        }
        return counts;
    }

    private static int[] executeChecked(PreparedBatch batch) {
        int[] counts = batch.execute();
        for (int rows : counts) {
            if (rows < 0) {
                throw new IllegalStateException(
                        "the JDBC driver does not report how many rows each statement of a batch changed (" + rows
                                + "); remove options from ledger.url that rewrite batches");
            }
        }
        return counts;
    }
}
