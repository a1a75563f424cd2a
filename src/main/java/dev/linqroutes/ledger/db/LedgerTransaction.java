package dev.linqroutes.ledger.db;

import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Transactions that are tried again when another instance was quicker. */
public final class LedgerTransaction {
    private LedgerTransaction() {}

    /** Another transaction has written a row that this one meant to write: read again, decide again. */
    public static final class Conflict extends RuntimeException {
        public Conflict() {
            super("another transaction was quicker", null, false, false);
        }
    }

    /**
     * @param what for the error message: "cannot WHAT"
     * @param work may be done several times, and undone: whatever it changes beside the database counts each time, so what is
     *     counted, told or remembered comes after this has returned
     * @throws LedgerException when it could not be done, by its kind; {@link LedgerUnavailable} also after {@code tries}
     *     overtakings
     */
    public static <T> T run(Database database, int tries, String what, Function<Handle, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                T result = database.inTransaction(work);
                database.recordSuccess(what);
                return result;
            } catch (Conflict e) {
                if (attempt == tries) {
                    throw new LedgerUnavailable("cannot " + what + ": overtaken " + tries + " times", e);
                }
            } catch (LedgerException e) {
                throw e;
            } catch (RuntimeException | SQLException | AssertionError | StackOverflowError e) {
                if (attempt < tries && DatabaseErrorKind.isSerializationFailure(e)) {
                    continue;
                }
                throw toLedgerException(database, what, e);
            }
        }
    }

    private static LedgerException toLedgerException(Database database, String what, Throwable cause) {
        String message = "cannot " + what + ": " + Database.rootMessage(cause);
        switch (DatabaseErrorKind.of(cause)) {
            case UNAVAILABLE -> {
                if (DatabaseErrorKind.isOperatorIssue(cause)) {
                    database.recordRefusal(what, Database.rootMessage(cause));
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
     * Executes a batch that gives a row what only one row may have.
     *
     * @throws Conflict when another transaction has given it to another row since that was looked up
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

    /** Executes a batch of which every statement has to change exactly one row. */
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
     * Executes a batch of which every statement changes one row or none, and says which. A driver that joins statements no
     * longer knows (it says {@code SUCCESS_NO_INFO}), and what is decided by these counts would be lost.
     */
    public static int[] executeCountingRows(PreparedBatch batch) {
        int[] counts = executeChecked(batch);
        for (int rows : counts) {
            if (rows > 1) {
                throw new IllegalStateException("a statement for one row has changed " + rows + " rows");
            }
        }
        return counts;
    }

    private static int[] executeChecked(PreparedBatch batch) {
        int[] counts = batch.execute();
        for (int rows : counts) {
            if (rows < 0) {
                throw new IllegalStateException(
                        "the driver does not say how many rows a statement of a batch has changed" + " (" + rows
                                + "); is there an option in ledger.url that joins statements?");
            }
        }
        return counts;
    }
}
