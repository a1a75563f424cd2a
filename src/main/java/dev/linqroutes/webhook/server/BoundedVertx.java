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
 * Makes HTTP servers that nobody can exhaust by connections and heads alone. Camel makes its servers with Vert.x's defaults
 * and has no settings for them; it takes the Vert.x it is given.
 */
final class BoundedVertx extends VertxWrapper {
    /** For the request line and for all headers together; Linq's take less than 1 kB. */
    private static final int MAX_REQUEST_LINE_BYTES = 4_096;

    static final int MAX_HEADER_BYTES = 8_192;

    /** For a head, from the opening or the last answer on, so also for a connection that is kept. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);

    /** For a body and an answer: above what webhooks may take (10 s) and the ledger's health (5 s). */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

    private static final int CHECK_INTERVAL_MILLIS = 1_000;

    private final int maxConnections;
    private final Handler<HttpServerRequest> invalidRequestHandler;

    private BoundedVertx(VertxInternal vertx, int mostConnections, Handler<HttpServerRequest> invalid) {
        super(vertx);
        this.maxConnections = mostConnections;
        this.invalidRequestHandler = invalid;
    }

    /** @param invalid answers what is no HTTP, or has a head that is too large */
    static Vertx create(int mostConnections, Handler<HttpServerRequest> invalid) {
        return new BoundedVertx((VertxInternal) Vertx.vertx(), mostConnections, invalid);
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        ConnectionLimiter connections =
                new ConnectionLimiter(maxConnections, IDLE_TIMEOUT, BUSY_TIMEOUT, System::nanoTime);
        setPeriodic(CHECK_INTERVAL_MILLIS, now -> connections.closeOverdue());
        // Nobody who sends here needs HTTP/2, and its frames cost a server much.
        options.setHttp2ClearTextEnabled(false).setUseAlpn(false).setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
        options.setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
        return super.createHttpServer(options)
                .invalidRequestHandler(invalidRequestHandler)
                .connectionHandler(
                        connection -> RequestTracker.track(((ConnectionBase) connection).channel(), connections));
    }
}
