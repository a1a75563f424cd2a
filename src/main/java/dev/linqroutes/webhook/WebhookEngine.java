package dev.linqroutes.webhook;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Brings webhooks into their route. Camel's own way keeps a thread for each request until it is answered; a webhook waits
 * for the ledger, and in a busy second thousands wait at once. Every other path goes Camel's way.
 */
public final class WebhookEngine extends VertxPlatformHttpEngine {
    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
        return endpoint.getPath().startsWith(WebhookServers.FOLDER)
                ? new WebhookConsumer(
                        endpoint, route, getHandlers(), VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()))
                : super.createConsumer(endpoint, route);
    }
}
