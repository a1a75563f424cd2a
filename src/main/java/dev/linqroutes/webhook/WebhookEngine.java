package dev.linqroutes.webhook;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
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
    private static final long ROOM = 32L << 20;

    /** How often to look who has waited too long. */
    private static final int LOOK_MILLIS = 100;

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
        if (!endpoint.getPath().startsWith(WebhookServers.FOLDER)) {
            return super.createConsumer(endpoint, route);
        }
        String router = VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort());
        List<Handler<RoutingContext>> handlers = new ArrayList<>(getHandlers());
        handlers.add(door(router));
        return new WebhookConsumer(endpoint, route, handlers, router);
    }

    private Door door(String router) {
        Registry beans = getCamelContext().getRegistry();
        Door door = new Door(
                ROOM,
                beans.lookupByNameAndType("eventIntake", EventIntake.class),
                beans.lookupByNameAndType("webhookAnswers", WebhookAnswers.class),
                nanos);
        VertxPlatformHttpRouter.lookup(getCamelContext(), router)
                .vertx()
                .setPeriodic(LOOK_MILLIS, now -> door.giveUp());
        return door;
    }
}
