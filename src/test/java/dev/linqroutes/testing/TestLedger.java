package dev.linqroutes.testing;

import dev.linqroutes.ledger.Chats;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.Events;
import dev.linqroutes.ledger.Lines;
import dev.linqroutes.ledger.Mailboxes;
import dev.linqroutes.ledger.NewEvent;
import dev.linqroutes.ledger.Results;
import dev.linqroutes.ledger.Settlement;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import java.time.Clock;
import java.time.Duration;

/** Parts of a ledger for which a command is done when Linq has accepted its calls. */
public final class TestLedger {
    private TestLedger() {}

    public static Results results(Database database, Mailboxes mailboxes, Topics topics, Clock clock, Lines lines) {
        return new Results(
                database,
                mailboxes,
                clock,
                lines,
                settlement(topics),
                chats(database, topics, clock),
                new WorkSignal());
    }

    public static Events events(Database database, Topics topics, Clock clock, Lines lines) {
        return new Events(
                database,
                topics,
                clock,
                lines,
                chats(database, topics, clock),
                false,
                new WorkSignal(),
                new WorkSignal());
    }

    /** Returns when it is stored. */
    public static void store(Events events, NewEvent event) {
        events.store(event).toCompletableFuture().join();
    }

    public static Chats chats(Database database, Topics topics, Clock clock) {
        return new Chats(database, topics, clock, new WorkSignal());
    }

    private static Settlement settlement(Topics topics) {
        return new Settlement(topics, new Settlement.Settings(false, Duration.ofMinutes(1), false));
    }
}
