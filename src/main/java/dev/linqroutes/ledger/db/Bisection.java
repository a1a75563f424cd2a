package dev.linqroutes.ledger.db;

import dev.linqroutes.trace.CommandLabels;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Isolates bad items of a list with few transactions: a list that fails is split into halves, in order, until the bad item
 * is alone. One bad item among a thousand costs twenty transactions.
 */
public final class Bisection {
    private Bisection() {}

    /** Logs an item that failed alone: a fault with its stack trace, rejected data with the database's message. */
    public static void logFailure(Logger log, String what, LedgerException error) {
        logFailure(log.atError(), what, error);
    }

    /** The same, for an item whose command is known. */
    public static void logFailure(Logger log, CommandLabels command, String what, LedgerException error) {
        logFailure(command.on(log.atError()), what, error);
    }

    private static void logFailure(LoggingEventBuilder line, String what, LedgerException error) {
        (error instanceof LedgerFault ? line.setCause(error) : line).log("{}: {}", what, error.getMessage());
    }

    /**
     * @param work processes some of the items, in one transaction
     * @param onFailure receives each item that fails alone, and its error; never because the database is unavailable
     * @throws LedgerUnavailable when the database is unavailable; what was committed before stays committed
     */
    public static <T> void isolateFailures(
            List<T> items, Consumer<List<T>> work, BiConsumer<T, LedgerException> onFailure) {
        try {
            work.accept(items);
        } catch (LedgerUnavailable | BatchLeaseLost e) {
            throw e;
        } catch (LedgerException e) {
            if (items.size() == 1) {
                onFailure.accept(items.get(0), e);
            } else {
                int half = items.size() / 2;
                isolateFailures(List.copyOf(items.subList(0, half)), work, onFailure);
                isolateFailures(List.copyOf(items.subList(half, items.size())), work, onFailure);
            }
        }
    }
}
