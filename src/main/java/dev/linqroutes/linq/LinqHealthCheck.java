package dev.linqroutes.linq;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Reports whether calls to Linq are paused. A rejected API key is DOWN, because an operator has to act. A Linq that does not
 * respond is UP with a message. Readiness depends on neither: webhooks must still be received.
 */
public final class LinqHealthCheck extends AbstractHealthCheck {
    private final CircuitBreaker circuitBreaker;
    private final UnaryOperator<String> mask;

    /** @param mask for what Linq or a gateway has answered */
    public LinqHealthCheck(CircuitBreaker circuitBreaker, UnaryOperator<String> mask) {
        super("linq-routes", "linq");
        this.circuitBreaker = circuitBreaker;
        this.mask = mask;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<CircuitBreaker.OpenReason> openReason = circuitBreaker.openReason();
        circuitBreaker
                .describeOpenReason()
                .map(mask)
                .ifPresent(reason -> result.message(reason + "; all calls are paused"));
        if (openReason.equals(Optional.of(CircuitBreaker.OpenReason.KEY_REJECTED))) {
            result.down();
        } else {
            result.up();
        }
    }
}
