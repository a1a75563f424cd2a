package dev.linqroutes.ledger.db;

/** Another instance has taken over the batch: this one must stop working on it. A retry is of no use. */
public final class BatchLeaseLost extends LedgerException {
    public BatchLeaseLost(String batchId) {
        super("another instance has taken over batch " + batchId, null);
    }
}
