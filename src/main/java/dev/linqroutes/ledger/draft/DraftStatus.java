package dev.linqroutes.ledger.draft;

import dev.linqroutes.ledger.model.StoredWord;

/** Column {@code draft.status}. */
public enum DraftStatus implements StoredWord {
    /** May be changed. */
    EDITING,
    /** Goes to the inbox at a set time, unless somebody stops it before. */
    HELD,
    /** An instance is putting it into the inbox. */
    SENDING,
    /** Is in the inbox. Its content is no longer here. */
    SENT
}
