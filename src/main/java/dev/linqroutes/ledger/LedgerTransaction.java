package dev.linqroutes.ledger;

import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Transactions that are tried again when another instance was quicker. */
final class LedgerTransaction {

    private static final String UNIQUE_VIOLATION = "23505";

    private LedgerTransaction() {}

    /** Another transaction has written a row that this one meant to write: read again, decide again. */
    static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("another transaction was quicker", null, false, false);
        }
    }

    /**
     * @param what for the error message: "cannot WHAT"
     * @throws LedgerException when the database refuses, or after {@code tries} overtakings
     */
    static <T> T run(Database database, int tries, String what, Function<Handle, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                T result = database.jdbi().inTransaction(work::apply);
                database.does(what);
                return result;
            } catch (Overtaken e) {
                if (attempt == tries) {
                    throw new LedgerException("cannot " + what + ": overtaken " + tries + " times", e);
                }
            } catch (BatchTakenOver e) {
                throw e;
            } catch (RuntimeException | AssertionError e) {
                // PostgreSQL's driver throws an AssertionError when its connection breaks in the middle of a batch.
                if (attempt < tries && lostARace(e)) {
                    continue;
                }
                if (databaseIsUnwell(e)) {
                    database.refuses(what, Database.rootMessage(e));
                }
                throw new LedgerException("cannot " + what + ": " + Database.rootMessage(e), e);
            }
        }
    }

    /** Deadlock and serialization failure (SQL state class 40), and H2's "concurrent update". */
    private static boolean lostARace(Throwable e) {
        String state = sqlState(e);
        return state.startsWith("40") || state.equals("90131");
    }

    /** No room or connections left (class 53), an error of its system (58), or it only reads, as a copy does (25006). */
    private static boolean databaseIsUnwell(Throwable e) {
        String state = sqlState(e);
        return state.startsWith("53") || state.startsWith("58") || state.equals("25006");
    }

    private static String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /**
     * Executes a batch that gives a row what only one row may have.
     *
     * @throws Overtaken when another transaction has given it to another row since that was looked up
     */
    static void executeUnlessTaken(PreparedBatch batch) {
        try {
            execute(batch);
        } catch (UnableToExecuteStatementException e) {
            if (sqlState(e).equals(UNIQUE_VIOLATION)) {
                throw new Overtaken();
            }
            throw e;
        }
    }

    /** Executes a batch of which every statement has to change exactly one row. */
    static void executeEachOnce(PreparedBatch batch) {
        if (batch.size() == 0) {
            return;
        }
        for (int rows : batch.execute()) {
            if (rows != 1) {
                throw new Overtaken();
            }
        }
    }
}
