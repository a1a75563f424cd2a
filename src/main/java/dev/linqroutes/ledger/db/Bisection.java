package dev.linqroutes.ledger.db;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Does something with many items by as few transactions as the bad ones among them let it: what fails as a whole is done by
 * halves, in order, until what is bad stands alone. One bad item among a thousand costs twenty transactions.
 */
public final class Bisection {
    private Bisection() {}

    /** Tells of one that failed alone: of a fault with all there is to find it by, of a refusal what the database said. */
    public static void logFailure(Logger log, String what, LedgerException error) {
        if (error instanceof LedgerFault) {
            log.error("{}: {}", what, error.getMessage(), error);
        } else {
            log.error("{}: {}", what, error.getMessage());
        }
    }

    /**
     * @param work does it with some of them, in a transaction
     * @param bad told of each that fails alone, and why; never because the database is away
     * @throws LedgerUnavailable when the database is away: what is done by then stays done
     */
    public static <T> void isolateFailures(List<T> items, Consumer<List<T>> work, BiConsumer<T, LedgerException> bad) {
        try {
            work.accept(items);
        } catch (LedgerUnavailable | BatchLeaseLost e) {
            throw e;
        } catch (LedgerException e) {
            if (items.size() == 1) {
                bad.accept(items.get(0), e);
            } else {
                int half = items.size() / 2;
                isolateFailures(List.copyOf(items.subList(0, half)), work, bad);
                isolateFailures(List.copyOf(items.subList(half, items.size())), work, bad);
            }
        }
    }
}
