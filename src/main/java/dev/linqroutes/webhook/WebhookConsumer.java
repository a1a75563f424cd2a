package dev.linqroutes.webhook;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;

/**
 * Begins a webhook's route in a thread of the server's pool, which then goes on to the next, and answers with the status that
 * the route has set when it is done. The answer is nothing but this status.
 */
final class WebhookConsumer extends VertxPlatformHttpConsumer {
    WebhookConsumer(
            PlatformHttpEndpoint endpoint, Processor route, List<Handler<RoutingContext>> handlers, String router) {
        super(endpoint, route, handlers, router);
    }

    @Override
    protected void handleRequest(RoutingContext request) {
        if (isSuspended()) {
            super.handleRequest(request);
            return;
        }
        Vertx vertx = request.vertx();
        Context thread = vertx.getOrCreateContext();
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        processHttpRequest(exchange, request)
                .compose(read -> vertx.executeBlocking(() -> begin(exchange, request), false))
                .compose(Function.identity())
                .onComplete(done -> thread.runOnContext(now -> answer(exchange, request, done.succeeded())));
    }

    private Future<Void> begin(Exchange exchange, RoutingContext request) throws Exception {
        createUoW(exchange);
        if (isAnswered(request)) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        getAsyncProcessor().process(exchange, inThisThread -> done.complete());
        return done.future();
    }

    private void answer(Exchange exchange, RoutingContext request, boolean done) {
        int status = done && exchange.getException() == null
                ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, WebhookServers.NOT_NOW, Integer.class)
                : WebhookServers.NOT_NOW;
        doneUoW(exchange);
        releaseExchange(exchange, false);
        if (!isAnswered(request)) {
            request.response().setStatusCode(status).end();
        }
    }

    /** It was sent away when it had waited too long, or whoever sent it has gone. */
    private static boolean isAnswered(RoutingContext request) {
        return request.response().ended() || request.response().closed();
    }
}
