package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.model.StoredWord;

/** Column {@code batch_part.status}. */
public enum PartStatus implements StoredWord {
    /** Its rows are stored, and are no commands yet. */
    WAITING,
    /** Its rows are commands or refusals. */
    RELEASED,
    /** Every row is finished; their counts are stored. */
    SETTLED
}
