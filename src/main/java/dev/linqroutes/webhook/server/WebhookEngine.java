package dev.linqroutes.webhook.server;

import java.util.function.LongSupplier;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.Registry;

/**
 * Creates the consumers of HTTP routes. Camel's own consumer blocks a thread for each request until it is answered; webhooks
 * wait for the ledger, and thousands may wait at the same time, so they get a {@link WebhookConsumer}. All other paths get
 * Camel's own.
 */
public final class WebhookEngine extends VertxPlatformHttpEngine {
    /** For unanswered requests: the webhooks of two busy seconds, and a small share of a small heap. */
    private static final long BUFFER_BYTES = 32_000_000;

    private static final int SHED_INTERVAL_MILLIS = 100;

    private final LongSupplier nanos;

    public WebhookEngine() {
        this(System::nanoTime);
    }

    /** @param nanos monotonic clock */
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
        AdmissionControl admissionControl = createAdmissionControl(router);
        // Admission control reads the body.
        endpoint.setUseBodyHandler(false);
        return new WebhookConsumer(endpoint, route, getHandlers(), router, admissionControl);
    }

    private AdmissionControl createAdmissionControl(VertxPlatformHttpRouter router) {
        Registry beans = getCamelContext().getRegistry();
        AdmissionControl admissionControl = new AdmissionControl(
                BUFFER_BYTES,
                Math.toIntExact(router.getServer().getMaxBodySize()),
                beans.lookupByNameAndType("eventIntake", EventIntake.class),
                beans.lookupByNameAndType("webhookResponses", WebhookResponses.class),
                nanos);
        router.vertx().setPeriodic(SHED_INTERVAL_MILLIS, ignored -> admissionControl.shedOverdue());
        return admissionControl;
    }
}
