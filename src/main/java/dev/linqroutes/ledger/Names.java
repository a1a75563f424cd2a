package dev.linqroutes.ledger;

import java.time.Clock;

/** Keeps what Linq said about a group's name when it was asked. */
public final class Names {
    private final Database database;
    private final Clock clock;

    public Names(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The chat has this name now: if it is the wanted one, the next create for the same members may go. */
    public void confirmed(String chatId, String name) {
        LedgerTransaction.run(database, 3, "confirm a name", handle -> {
            Events.confirmName(handle, chatId, name, clock.instant());
            return null;
        });
    }
}
