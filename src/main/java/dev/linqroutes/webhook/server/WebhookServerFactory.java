package dev.linqroutes.webhook.server;

import dev.linqroutes.webhook.verify.WebhookResult;
import dev.linqroutes.webhook.verify.WebhookVerifier;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Makes the server that webhooks arrive at. Camel's own listens before its routes are there and after they are gone,
 * and answers 404 meanwhile, which is final at Linq (reference 4.4): the event would be lost. This one answers 503, and
 * Linq sends it again. So it does when anything goes wrong.
 */
public final class WebhookServerFactory extends DefaultMainHttpServerFactory {
    static final int UNAVAILABLE = 503;

    static final String PATH_PREFIX = "/webhooks/";

    /** Before whatever reads the body. */
    static final int ADMISSION_ORDER = -1;

    private static final int FIRST_ORDER = -2;
    private static final String PATH_PATTERN = PATH_PREFIX + "*";
    private static final int SERVER_ERROR = 500;

    /** Bad request, not found, method not allowed: what Vert.x answers to where no route is for it. */
    private static final List<Integer> ROUTING_ERRORS = List.of(400, 404, 405);

    /** A busy second's webhooks and as many kept connections; each takes some 12 kB while its head is on its way. */
    private static final int MAX_CONNECTIONS = 4_000;

    /** Health checks and metrics come from a few places. */
    private static final int MAX_OBSERVE_CONNECTIONS = 100;

    private final int connections;

    public WebhookServerFactory() {
        this(MAX_CONNECTIONS);
    }

    /** @param connections at most, for webhooks */
    WebhookServerFactory(int connections) {
        this.connections = connections;
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
        Server server = new Server(configuration, connections);
        server.setCamelContext(context);
        return server;
    }

    @Override
    public Service newHttpManagementServer(CamelContext context, HttpManagementServerConfigurationProperties settings) {
        Vertx vertx = BoundedVertx.create(MAX_OBSERVE_CONNECTIONS, HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER);
        // Camel's server of health and metrics takes the only one there is.
        context.getRegistry().bind("observeVertx", Vertx.class, vertx);
        closeAfterServers(context, vertx);
        return super.newHttpManagementServer(context, settings);
    }

    /** Services are stopped in the reverse of the order in which they came. */
    private static void closeAfterServers(CamelContext context, Vertx vertx) {
        try {
            context.addService(new ServiceSupport() {
                @Override
                protected void doStop() {
                    vertx.close();
                }
            });
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    static void respondUnavailable(RoutingContext request) {
        request.response().setStatusCode(UNAVAILABLE).end();
    }

    /** It was sent away before it was done, or whoever sent it has gone. */
    static boolean isAnswered(RoutingContext request) {
        return request.response().ended() || request.response().closed();
    }

    private static final class Server extends VertxPlatformHttpServer {
        private final String name;
        private final int connections;

        Server(VertxPlatformHttpServerConfiguration configuration, int connections) {
            super(configuration);
            this.connections = connections;
            name = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort());
        }

        /** Its own: the one in the registry is for health and metrics, which have to answer when this is overrun. */
        @Override
        protected Vertx lookupVertx() {
            return null;
        }

        @Override
        protected Vertx createVertxInstance() {
            return BoundedVertx.create(connections, this::respondInvalid);
        }

        /** What the server cannot read would be answered with a 4xx, which is final at Linq: see {@link WebhookServerFactory}. */
        private void respondInvalid(HttpServerRequest request) {
            if (request.method() == HttpMethod.POST
                    && String.valueOf(request.path()).startsWith(PATH_PREFIX)) {
                responses()
                        .retryLater(
                                WebhookResult.UNVERIFIABLE,
                                "its request could not be read: look at what stands in front of the program; its headers take "
                                        + BoundedVertx.MAX_HEADER_BYTES + " bytes at most");
                request.response().setStatusCode(UNAVAILABLE).end().onComplete(sent -> request.connection()
                        .close());
            } else {
                HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
            }
        }

        private WebhookResponses responses() {
            return getCamelContext().getRegistry().lookupByNameAndType("webhookResponses", WebhookResponses.class);
        }

        /** Comes before it listens. */
        @Override
        protected void initializeServer() {
            super.initializeServer();
            VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
            router.route(HttpMethod.POST, PATH_PATTERN).order(FIRST_ORDER).handler(Server::dropContentType);
            router.route(HttpMethod.POST, PATH_PATTERN)
                    .order(Integer.MAX_VALUE)
                    .handler(WebhookServerFactory::respondUnavailable)
                    .failureHandler(Server::respondFailed);
            for (int status : ROUTING_ERRORS) {
                router.errorHandler(status, request -> respondMisdirected(request, status));
            }
        }

        /** A webhook whose path, method or host a proxy or a redirect has changed: a 4xx would be final. */
        private void respondMisdirected(RoutingContext request, int status) {
            HttpServerRequest sent = request.request();
            if (WebhookVerifier.SIGNATURE_HEADERS.stream().noneMatch(sent.headers()::contains)) {
                request.response().setStatusCode(status).end();
                return;
            }
            responses()
                    .retryLater(
                            WebhookResult.UNVERIFIABLE,
                            "it came to another path than /webhooks/linq, not by POST, or without a host that can be read: let"
                                    + " whatever stands in front of the program pass requests on as they are and redirect none,"
                                    + " or subscribe with the address that leads there");
            respondUnavailable(request);
        }

        /** Whatever it says to be, a form for instance, its bytes are what was signed. */
        private static void dropContentType(RoutingContext request) {
            request.request().headers().remove(HttpHeaders.CONTENT_TYPE);
            request.next();
        }

        private static void respondFailed(RoutingContext request) {
            if (request.statusCode() < SERVER_ERROR) {
                request.next();
            } else if (!isAnswered(request)) {
                respondUnavailable(request);
            }
        }
    }
}
