package dev.linqroutes.app;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.health.ConsumerHealthCheck;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;

/**
 * Whether each route runs and its consumer is connected. Readiness depends on routes that receive HTTP requests only: a load balancer
 * must go on sending webhooks while Kafka is away, because they are stored in the ledger. In Camel's repository, which this
 * replaces because it has the same id, it depends on all.
 */
final class RouteHealthChecks extends ConsumersHealthCheckRepository {
    private final ConcurrentMap<Consumer, HealthCheck> checks = new ConcurrentHashMap<>();

    @Override
    public Stream<HealthCheck> stream() {
        return isEnabled()
                ? getCamelContext().getRoutes().stream()
                        .map(route -> checks.computeIfAbsent(route.getConsumer(), consumer -> check(route)))
                : Stream.empty();
    }

    private static HealthCheck check(Route route) {
        ConsumerHealthCheck check = new ConsumerHealthCheck(route, "consumer:" + route.getRouteId()) {
            @Override
            public boolean isReadiness() {
                return route.getEndpoint() instanceof PlatformHttpEndpoint;
            }
        };
        check.setCamelContext(route.getCamelContext());
        return check;
    }
}
