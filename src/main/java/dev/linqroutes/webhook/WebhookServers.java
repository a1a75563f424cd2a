package dev.linqroutes.webhook;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Makes the server that webhooks arrive at. Camel's own listens before its routes are there and after they are gone,
 * and answers 404 meanwhile, which is final at Linq (reference 4.4): the event would be lost. This one answers 503, and
 * Linq sends it again. So it does when anything goes wrong.
 */
public final class WebhookServers extends DefaultMainHttpServerFactory {
    static final int NOT_NOW = 503;

    static final String FOLDER = "/webhooks/";

    private static final String WEBHOOKS = FOLDER + "*";
    private static final int ERROR = 500;

    @Override
    public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties settings) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setServerType(VertxPlatformHttpRouter.SERVER_TYPE_SERVER);
        configuration.setBindHost(settings.getHost());
        configuration.setBindPort(settings.getPort());
        configuration.setPath(settings.getPath());
        configuration.setMaxBodySize(settings.getMaxBodySize());
        configuration.setUseGlobalSslContextParameters(settings.isUseGlobalSslContextParameters());
        Server server = new Server(configuration);
        server.setCamelContext(context);
        return server;
    }

    private static final class Server extends VertxPlatformHttpServer {
        private final String name;

        Server(VertxPlatformHttpServerConfiguration configuration) {
            super(configuration);
            name = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort());
        }

        /** Comes before it listens. */
        @Override
        protected void initializeServer() {
            super.initializeServer();
            VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
            router.route(HttpMethod.POST, WEBHOOKS).order(-1).handler(Server::asBytes);
            router.route(HttpMethod.POST, WEBHOOKS)
                    .order(Integer.MAX_VALUE)
                    .handler(Server::notNow)
                    .failureHandler(Server::failed);
        }

        /** Whatever it says to be, a form for instance, its bytes are what was signed. */
        private static void asBytes(RoutingContext request) {
            request.request().headers().remove(HttpHeaders.CONTENT_TYPE);
            request.next();
        }

        private static void failed(RoutingContext request) {
            if (request.statusCode() < ERROR) {
                request.next();
            } else {
                notNow(request);
            }
        }

        private static void notNow(RoutingContext request) {
            request.response().setStatusCode(NOT_NOW).end();
        }
    }
}
