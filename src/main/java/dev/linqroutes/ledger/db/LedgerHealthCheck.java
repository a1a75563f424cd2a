package dev.linqroutes.ledger.db;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** DOWN while the database is unreachable or rejects writes: nothing is accepted or worked then, webhooks included. */
public final class LedgerHealthCheck extends AbstractHealthCheck {
    private final Database database;
    private final UnaryOperator<String> mask;

    /** @param mask for messages of the database, which may quote values */
    public LedgerHealthCheck(Database database, UnaryOperator<String> mask) {
        super("linq-routes", "ledger");
        this.database = database;
        this.mask = mask;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> refusal = database.recentRefusal();
        if (!database.isReachable()) {
            result.down().message("the ledger's database is unreachable; all work waits for it");
        } else if (refusal.isPresent()) {
            result.down().message("the ledger's database rejects writes: " + mask.apply(refusal.get()));
        } else {
            result.up();
        }
    }
}
