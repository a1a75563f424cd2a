package dev.linqroutes.ledger;

/** Another instance reads a file that this one had begun to read: it is of no use to try again. */
public final class BatchTakenOver extends LedgerException {
    BatchTakenOver(String batchId) {
        super("another instance took over the reading of " + batchId, null);
    }
}
