package dev.linqroutes.linq;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells when all work pauses. A rejected key is DOWN: a person has to do something. A Linq that does not answer is only
 * told, since webhooks are still to be received.
 */
public final class LinqHealthCheck extends AbstractHealthCheck {
    private final CircuitBreaker circuitBreaker;

    public LinqHealthCheck(CircuitBreaker gate) {
        super("linq-routes", "linq");
        this.circuitBreaker = gate;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<CircuitBreaker.OpenReason> pause = circuitBreaker.openReason();
        circuitBreaker.describeOpenReason().ifPresent(reason -> result.message(reason + "; all work pauses"));
        if (pause.equals(Optional.of(CircuitBreaker.OpenReason.KEY_REJECTED))) {
            result.down();
        } else {
            result.up();
        }
    }
}
