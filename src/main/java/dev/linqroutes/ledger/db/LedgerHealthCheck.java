package dev.linqroutes.ledger.db;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * DOWN while the database is unreachable or rejects writes: nothing is accepted or worked then. DOWN also after an
 * unexpected error: the affected item was deferred or refused, and a person must read the log.
 */
public final class LedgerHealthCheck extends AbstractHealthCheck {
    private final Database database;

    public LedgerHealthCheck(Database database) {
        super("linq-routes", "ledger");
        this.database = database;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> refusal = database.recentRefusal();
        if (!database.isReachable()) {
            result.down().message("the ledger's database is unreachable; all work waits for it");
        } else if (refusal.isPresent()) {
            result.down().message("the ledger's database rejects writes: " + refusal.get());
        } else if (database.recentFault().isPresent()) {
            result.down()
                    .message("internal error or unexpected schema: "
                            + database.recentFault().get()
                            + ". The affected item was deferred or refused; all other work continues."
                            + " See the ERROR lines in the log.");
        } else {
            result.up();
        }
    }
}
