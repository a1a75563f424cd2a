package dev.linqroutes.ledger.db;

/** Another instance has taken over what this one had begun with a batch: it is of no use to try again. */
public final class BatchLeaseLost extends LedgerException {
    public BatchLeaseLost(String batchId) {
        super("another instance has taken over batch " + batchId, null);
    }
}
