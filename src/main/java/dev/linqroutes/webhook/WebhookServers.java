package dev.linqroutes.webhook;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.spi.Registry;

/**
 * Makes the server that webhooks arrive at. Camel's own listens before its routes are there and after they are gone,
 * and answers 404 meanwhile, which is final at Linq (reference 4.4): the event would be lost. This one answers 503, and
 * Linq sends it again. So it does when it has too much to do, at once, and when anything goes wrong.
 */
public final class WebhookServers extends DefaultMainHttpServerFactory {
    static final int NOT_NOW = 503;

    static final String FOLDER = "/webhooks/";

    private static final String WEBHOOKS = FOLDER + "*";
    private static final int ERROR = 500;

    /** How often to look who has waited too long. */
    private static final int LOOK_MILLIS = 100;

    /** For requests until they are answered: the webhooks of two busy seconds, but no great part of a small heap. */
    private static final long ROOM = 32L << 20;

    private final LongSupplier nanos;

    public WebhookServers() {
        this(System::nanoTime);
    }

    /** @param nanos what time it is, by a clock that nobody sets */
    WebhookServers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties settings) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setServerType(VertxPlatformHttpRouter.SERVER_TYPE_SERVER);
        configuration.setBindHost(settings.getHost());
        configuration.setBindPort(settings.getPort());
        configuration.setPath(settings.getPath());
        configuration.setMaxBodySize(settings.getMaxBodySize());
        configuration.setUseGlobalSslContextParameters(settings.isUseGlobalSslContextParameters());
        Server server = new Server(configuration, nanos);
        server.setCamelContext(context);
        return server;
    }

    private static final class Server extends VertxPlatformHttpServer {
        private final LongSupplier nanos;
        private final String name;

        Server(VertxPlatformHttpServerConfiguration configuration, LongSupplier nanos) {
            super(configuration);
            this.nanos = nanos;
            name = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort());
        }

        /** Comes before it listens. */
        @Override
        protected void initializeServer() {
            super.initializeServer();
            Registry beans = getCamelContext().getRegistry();
            VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
            Door door = new Door(
                    ROOM,
                    beans.lookupByNameAndType("eventIntake", EventIntake.class),
                    beans.lookupByNameAndType("webhookAnswers", WebhookAnswers.class),
                    nanos);
            getVertx().setPeriodic(LOOK_MILLIS, now -> door.giveUp());
            router.route(HttpMethod.POST, WEBHOOKS)
                    .order(-1)
                    .handler(Server::asBytes)
                    .handler(router.bodyHandler())
                    .handler(door);
            router.route(HttpMethod.POST, WEBHOOKS).order(Integer.MAX_VALUE).handler(Server::notNow);
            router.errorHandler(ERROR, Server::notNow);
        }

        /** Whatever it says to be, a form for instance, its bytes are what was signed. */
        private static void asBytes(RoutingContext request) {
            request.request().headers().remove(HttpHeaders.CONTENT_TYPE);
            request.next();
        }

        private static void notNow(RoutingContext request) {
            request.response().setStatusCode(NOT_NOW).end();
        }
    }
}
