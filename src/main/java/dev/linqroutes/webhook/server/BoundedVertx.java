package dev.linqroutes.webhook.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;

/**
 * Creates HTTP servers with limits on connections, request heads and idle time. Camel's servers use Vert.x's defaults and
 * have no settings for these limits, but Camel accepts a custom Vert.x.
 */
final class BoundedVertx extends VertxWrapper {
    /** Linq's request line and headers together take less than 1 kB. */
    private static final int MAX_REQUEST_LINE_BYTES = 4_096;

    static final int MAX_HEADER_BYTES = 8_192;

    /** For a request head, measured from the opening or from the last response of a kept-alive connection. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);

    /** For a body and its response: more than a webhook (10 s) and the ledger's health check (5 s) may take. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

    private static final int CHECK_INTERVAL_MILLIS = 1_000;

    private final int maxConnections;
    private final Handler<HttpServerRequest> invalidRequestHandler;

    private BoundedVertx(VertxInternal vertx, int maxConnections, Handler<HttpServerRequest> invalidRequestHandler) {
        super(vertx);
        this.maxConnections = maxConnections;
        this.invalidRequestHandler = invalidRequestHandler;
    }

    /** @param invalidRequestHandler answers malformed requests and those with an oversized head */
    static Vertx create(int maxConnections, Handler<HttpServerRequest> invalidRequestHandler) {
        return new BoundedVertx((VertxInternal) Vertx.vertx(), maxConnections, invalidRequestHandler);
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        ConnectionLimiter connections =
                new ConnectionLimiter(maxConnections, IDLE_TIMEOUT, BUSY_TIMEOUT, System::nanoTime);
        setPeriodic(CHECK_INTERVAL_MILLIS, now -> connections.closeOverdue());
        // No client of this server needs HTTP/2, and its frames are expensive to handle.
        options.setHttp2ClearTextEnabled(false).setUseAlpn(false).setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
        options.setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
        return super.createHttpServer(options)
                .invalidRequestHandler(invalidRequestHandler)
                .connectionHandler(
                        connection -> RequestTracker.track(((ConnectionBase) connection).channel(), connections));
    }
}
