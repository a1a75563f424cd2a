package dev.linqroutes.webhook.server;

import java.util.function.LongSupplier;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.Registry;

/**
 * Brings webhooks into their route. Camel's own way keeps a thread for each request until it is answered; a webhook waits
 * for the ledger, and in a busy second thousands wait at once. Every other path goes Camel's way.
 */
public final class WebhookEngine extends VertxPlatformHttpEngine {
    /** For requests until they are answered: the webhooks of two busy seconds, but no great part of a small heap. */
    private static final long BUFFER_BYTES = 32_000_000;

    /** How often to look who has waited too long. */
    private static final int SHED_INTERVAL_MILLIS = 100;

    private final LongSupplier nanos;

    public WebhookEngine() {
        this(System::nanoTime);
    }

    /** @param nanos what time it is, by a clock that nobody sets */
    WebhookEngine(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
        if (!endpoint.getPath().startsWith(WebhookServerFactory.PATH_PREFIX)) {
            return super.createConsumer(endpoint, route);
        }
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(
                getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()));
        AdmissionControl door = createAdmissionControl(router);
        // The door reads the body.
        endpoint.setUseBodyHandler(false);
        return new WebhookConsumer(endpoint, route, getHandlers(), router, door);
    }

    private AdmissionControl createAdmissionControl(VertxPlatformHttpRouter router) {
        Registry beans = getCamelContext().getRegistry();
        AdmissionControl door = new AdmissionControl(
                BUFFER_BYTES,
                Math.toIntExact(router.getServer().getMaxBodySize()),
                beans.lookupByNameAndType("eventIntake", EventIntake.class),
                beans.lookupByNameAndType("webhookResponses", WebhookResponses.class),
                nanos);
        router.vertx().setPeriodic(SHED_INTERVAL_MILLIS, now -> door.shedOverdue());
        return door;
    }
}
