package dev.linqroutes.webhook.server;

import dev.linqroutes.webhook.verify.WebhookResult;
import dev.linqroutes.webhook.verify.WebhookVerifier;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.MicrometerUtils;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Creates the HTTP server for webhooks. Camel's own server listens before its routes start and after they stop, and answers
 * 404 in between, which Linq does not retry (reference 4.4): the event would be lost. This server answers 503, so Linq
 * retries, and does the same after any failure.
 */
public final class WebhookServerFactory extends DefaultMainHttpServerFactory {
    static final int UNAVAILABLE = 503;

    static final String PATH_PREFIX = "/webhooks/";

    /** Before any handler that reads the body. */
    static final int ADMISSION_ORDER = -1;

    private static final int FIRST_ORDER = -2;
    private static final String PATH_PATTERN = PATH_PREFIX + "*";
    private static final int SERVER_ERROR = 500;

    /** What Vert.x answers when no route matches: bad request, not found, method not allowed. */
    private static final List<Integer> ROUTING_ERRORS = List.of(400, 404, 405);

    /** A busy second's webhooks and as many kept-alive connections; each needs about 12 kB until its head is complete. */
    private static final int MAX_CONNECTIONS = 4_000;

    /** Health checks and metrics come from a few places. */
    private static final int MAX_OBSERVE_CONNECTIONS = 100;

    /** Up to Linq's timeout. */
    private static final Duration[] RESPONSE_TIMES = Stream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final int maxConnections;

    public WebhookServerFactory() {
        this(MAX_CONNECTIONS);
    }

    WebhookServerFactory(int maxConnections) {
        this.maxConnections = maxConnections;
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
        Server server = new Server(configuration, maxConnections);
        server.setCamelContext(context);
        return server;
    }

    @Override
    public Service newHttpManagementServer(CamelContext context, HttpManagementServerConfigurationProperties settings) {
        Vertx vertx = BoundedVertx.create(MAX_OBSERVE_CONNECTIONS, HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER);
        // Camel's management server uses the only Vert.x in the registry.
        context.getRegistry().bind("observeVertx", Vertx.class, vertx);
        closeAfterServers(context, vertx);
        return super.newHttpManagementServer(context, settings);
    }

    /** Camel stops services in reverse order of addition. */
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

    /** True also when the client has disconnected. */
    static boolean isAnswered(RoutingContext request) {
        return request.response().ended() || request.response().closed();
    }

    private static final class Server extends VertxPlatformHttpServer {
        private final String name;
        private final int maxConnections;

        Server(VertxPlatformHttpServerConfiguration configuration, int maxConnections) {
            super(configuration);
            this.maxConnections = maxConnections;
            name = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort());
        }

        /** Not the Vert.x in the registry: that one serves health and metrics, which must answer when this server is overloaded. */
        @Override
        protected Vertx lookupVertx() {
            return null;
        }

        @Override
        protected Vertx createVertxInstance() {
            return BoundedVertx.create(maxConnections, this::respondInvalid);
        }

        /** By default the server answers a malformed request with a 4xx, which Linq does not retry. */
        private void respondInvalid(HttpServerRequest request) {
            if (request.method() == HttpMethod.POST
                    && String.valueOf(request.path()).startsWith(PATH_PREFIX)) {
                responses()
                        .countUnavailable(
                                WebhookResult.UNVERIFIABLE,
                                "malformed request, or headers larger than " + BoundedVertx.MAX_HEADER_BYTES
                                        + " bytes; check the proxy in front of this server");
                request.response().setStatusCode(UNAVAILABLE).end().onComplete(sent -> request.connection()
                        .close());
            } else {
                HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
            }
        }

        private WebhookResponses responses() {
            return getCamelContext().getRegistry().lookupByNameAndType("webhookResponses", WebhookResponses.class);
        }

        /** Called before the server listens. */
        @Override
        protected void initializeServer() {
            super.initializeServer();
            VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
            MeterProvider<Timer> responseTimes = Timer.builder("linq.webhook.responses")
                    .description("Webhooks, from the head of the request until the response is sent")
                    .serviceLevelObjectives(RESPONSE_TIMES)
                    .withRegistry(MicrometerUtils.getOrCreateMeterRegistry(
                            getCamelContext().getRegistry(), MicrometerConstants.METRICS_REGISTRY_NAME));
            router.route(HttpMethod.POST, PATH_PATTERN)
                    .order(FIRST_ORDER)
                    .handler(request -> measure(request, responseTimes));
            router.route(HttpMethod.POST, PATH_PATTERN).order(FIRST_ORDER).handler(Server::dropContentType);
            router.route(HttpMethod.POST, PATH_PATTERN)
                    .order(Integer.MAX_VALUE)
                    .handler(WebhookServerFactory::respondUnavailable)
                    .failureHandler(Server::respondFailed);
            for (int status : ROUTING_ERRORS) {
                router.errorHandler(status, request -> respondMisdirected(request, status));
            }
        }

        /** A proxy or a redirect has changed the path, method or host of a signed webhook: Linq would not retry a 4xx. */
        private void respondMisdirected(RoutingContext request, int status) {
            HttpServerRequest sent = request.request();
            if (WebhookVerifier.SIGNATURE_HEADERS.stream().noneMatch(sent.headers()::contains)) {
                request.response().setStatusCode(status).end();
                return;
            }
            responses()
                    .countUnavailable(
                            WebhookResult.UNVERIFIABLE,
                            "not a POST to /webhooks/linq with a valid Host header; configure the proxy in front of this server to pass requests on unchanged and not to redirect, or subscribe with the final address");
            respondUnavailable(request);
        }

        /** From the head of the request until the response is sent; {@code none} if the sender has disconnected before. */
        private static void measure(RoutingContext request, MeterProvider<Timer> responseTimes) {
            long start = System.nanoTime();
            request.addEndHandler(sent -> responseTimes
                    .withTag(
                            "status",
                            sent.succeeded() ? String.valueOf(request.response().getStatusCode()) : "none")
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
            request.next();
        }

        /** Prevents decoding, of a form for instance: the signature covers the raw bytes. */
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
