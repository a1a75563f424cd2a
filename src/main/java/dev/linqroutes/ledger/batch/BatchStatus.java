package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.model.StoredWord;

/** Column {@code batch.status}. */
public enum BatchStatus implements StoredWord {
    /** An instance is reading the file; none of its parts is released. */
    READING,
    /** The file was read to its end; its rows are being worked. */
    WORKING,
    /** Every row is finished and the results are written. */
    DONE,
    /** Retention is deleting it. */
    ENDING
}
