package dev.linqroutes.ledger.db;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * DOWN after an unexpected error: the affected item was deferred or refused, and a person must read the log. All other work continues,
 * so readiness does not depend on it.
 */
public final class InternalErrorHealthCheck extends AbstractHealthCheck {
    private final Database database;
    private final UnaryOperator<String> mask;

    /** @param mask for messages of the database, which may quote values */
    public InternalErrorHealthCheck(Database database, UnaryOperator<String> mask) {
        super("linq-routes", "internal-errors");
        this.database = database;
        this.mask = mask;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> fault = database.recentFault();
        if (fault.isPresent()) {
            result.down()
                    .message("internal error or unexpected schema: " + mask.apply(fault.get())
                            + ". The affected item was deferred or refused; all other work continues."
                            + " See the ERROR lines in the log.");
        } else {
            result.up();
        }
    }
}
