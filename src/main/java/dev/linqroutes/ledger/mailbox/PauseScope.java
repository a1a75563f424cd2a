package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.StoredWord;

/** Column {@code pause.scope}: what makes no calls. */
public enum PauseScope implements StoredWord {
    ALL,
    LINE,
    GROUP
}
