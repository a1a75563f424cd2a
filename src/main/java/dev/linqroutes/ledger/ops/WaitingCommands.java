package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.TransactionStep;
import dev.linqroutes.ledger.db.Wakeup;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cancels single commands that have not started, on behalf of an operator. Thread-safe. */
public final class WaitingCommands {
    private final Database database;
    private final CommandCanceller canceller;
    private final Wakeup relayWakeup;

    /** @param relayWakeup signalled when there are outcomes to relay */
    public WaitingCommands(Database database, CommandCanceller canceller, Wakeup relayWakeup) {
        this.database = database;
        this.canceller = canceller;
        this.relayWakeup = relayWakeup;
    }

    /**
     * Cancels those of the commands that have not started, in one transaction, each with an outcome. The other commands of
     * their groups keep their order.
     *
     * @param commandIds as many as fit into a transaction
     * @param record of the obstacles; written with it
     * @return by id why a command was not cancelled; empty when all were
     * @throws LedgerException when the database is unavailable
     */
    public Map<String, String> cancel(List<String> commandIds, Function<Map<String, String>, TransactionStep> record) {
        Map<String, String> obstacles =
                LedgerTransaction.run(database, 3, "cancel " + commandIds.size() + " commands", handle -> {
                    Map<String, String> found = canceller.cancel(handle, commandIds);
                    record.apply(found).write(handle);
                    return found;
                });
        relayWakeup.signal();
        return obstacles;
    }
}
