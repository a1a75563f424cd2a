package dev.linqroutes.ledger;

/** Another instance has taken over what this one had begun with a batch: it is of no use to try again. */
public final class BatchTakenOver extends LedgerException {
    public BatchTakenOver(String batchId) {
        super("another instance has taken over batch " + batchId, null);
    }
}
