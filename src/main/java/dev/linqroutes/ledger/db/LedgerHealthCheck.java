package dev.linqroutes.ledger.db;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells that the ledger is away, or takes no writes: nothing is taken in then, and nothing worked. And that something went
 * wrong with it that nobody thought of: that waits, or was refused, and somebody has to look at it.
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
            result.down().message("the ledger's database does not answer");
        } else if (refusal.isPresent()) {
            result.down().message("the ledger's database takes nothing in: " + refusal.get());
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
