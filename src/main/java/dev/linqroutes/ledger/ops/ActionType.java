package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.model.StoredWord;

/** Column {@code audit.action}: what people do on the console and by commands of the program. The page has words for each. */
public enum ActionType implements StoredWord {
    PAUSE,
    RESUME,
    SEND_SHEET,
    SEND_FIRST_ROWS,
    STOP_SHEET,
    DELETE_SHEET,
    CANCEL_BATCH,
    RETRY_BATCH,
    CANCEL_COMMANDS,
    REPLAY_COMMANDS,
    REPLAY_DEAD_LETTER,
    COPY_LEDGER,
    ERASE;

    @Override
    public String word() {
        return StoredWord.super.word().replace('_', '-');
    }
}
