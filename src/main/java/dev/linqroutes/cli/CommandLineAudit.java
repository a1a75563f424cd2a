package dev.linqroutes.cli;

import dev.linqroutes.app.Settings;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import java.time.Clock;

/** Records what is done by the commands of the program where the console records what is done on it. */
final class CommandLineAudit {
    private CommandLineAudit() {}

    static AuditLog log(Database database, Settings settings) {
        return new AuditLog(database, settings.topics(), Clock.systemUTC());
    }

    /** Who uses the command line. */
    static String user() {
        return System.getProperty("user.name") + " (command line)";
    }

    /** An action of the user of the operating system. */
    static Action action(ActionType type, String target, String reason) {
        return new Action(user(), type, target, reason);
    }
}
