package dev.linqroutes.cli;

import dev.linqroutes.app.Settings;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.ops.AuditLog;
import java.time.Clock;

/** Records what is done by the commands of the program where the console records what is done on it. */
final class CommandLineAudit {
    private final AuditLog log;

    CommandLineAudit(Database database, Settings settings) {
        // No local relay to wake: the running integration polls the outbox.
        log = new AuditLog(database, settings.topics(), Clock.systemUTC(), new Wakeup());
    }

    /** Who uses the command line. */
    static String user() {
        return System.getProperty("user.name") + " (command line)";
    }

    /** Records an action of the user of the operating system; parameters as for {@link AuditLog#record}. */
    void record(String action, String target, String reason, long items, String result) {
        log.record(user(), action, target, reason, items, result);
    }
}
