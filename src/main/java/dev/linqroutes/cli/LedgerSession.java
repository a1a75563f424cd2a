package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.AuditLog;

/**
 * The settings and the existing ledger, for a command that works beside a running integration.
 *
 * @param application closed with the session; has no routes
 */
record LedgerSession(Application application, Settings settings, Database database) implements AutoCloseable {

    /** @throws dev.linqroutes.ledger.db.LedgerException when there is no ledger, or it has another version */
    static LedgerSession open() throws Exception {
        Application application = Application.startWithoutRoutes();
        try {
            Settings settings = new Settings(application.context());
            return new LedgerSession(application, settings, settings.openExistingLedger());
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
    }

    AuditLog audit() {
        return CommandLineAudit.log(database, settings);
    }

    @Override
    public void close() {
        database.close();
        application.close();
    }
}
