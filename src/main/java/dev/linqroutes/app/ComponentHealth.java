package dev.linqroutes.app;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Which components are DOWN, for a metric: a few words, whatever checks and routes there are. Thread-safe. */
final class ComponentHealth {
    private static final String ROUTE = "consumer:";

    /** Of one scrape, which reads all components. */
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** A check may wait for the database for longer than a scrape may last: then the next scrape has its result. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CamelContext context;
    private volatile Set<Component> down = Set.of();
    private volatile long checkedAt = System.nanoTime() - MAX_AGE.toNanos();
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    ComponentHealth(CamelContext context) {
        this.context = context;
    }

    /** What one or more checks are about. */
    enum Component {
        LEDGER,
        LINQ,
        INTERNAL_ERRORS,
        /** Routes that read from Kafka. */
        KAFKA,
        /** Routes that receive HTTP requests. */
        HTTP_SERVER,
        /** All other routes. */
        ROUTES,
        /** Camel itself. */
        OTHER
    }

    synchronized boolean isDown(Component component) {
        if (running.isDone() && System.nanoTime() - checkedAt >= MAX_AGE.toNanos()) {
            running = CompletableFuture.runAsync(() -> {
                down = check();
                checkedAt = System.nanoTime();
            });
            CompletableFuture.anyOf(running)
                    .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        return down.contains(component);
    }

    private Set<Component> check() {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invoke(context);
        Set<Component> found = EnumSet.noneOf(Component.class);
        for (HealthCheck.Result result : results == null ? List.<HealthCheck.Result>of() : results) {
            if (result.getState() == HealthCheck.State.DOWN) {
                found.add(componentOf(result.getCheck().getId()));
            }
        }
        return found;
    }

    private Component componentOf(String check) {
        return switch (check) {
            case "ledger" -> Component.LEDGER;
            case "linq" -> Component.LINQ;
            case "internal-errors" -> Component.INTERNAL_ERRORS;
            default -> check.startsWith(ROUTE) ? componentOfRoute(check.substring(ROUTE.length())) : Component.OTHER;
        };
    }

    private Component componentOfRoute(String routeId) {
        return Optional.ofNullable(context.getRoute(routeId))
                .map(Route::getEndpoint)
                .map(endpoint -> endpoint instanceof KafkaEndpoint
                        ? Component.KAFKA
                        : endpoint instanceof PlatformHttpEndpoint ? Component.HTTP_SERVER : Component.ROUTES)
                .orElse(Component.ROUTES);
    }
}
