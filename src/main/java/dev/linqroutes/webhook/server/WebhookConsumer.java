package dev.linqroutes.webhook.server;

import dev.linqroutes.webhook.verify.WebhookVerifier;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Begins a webhook's route in a thread of the server's pool, which then goes on to the next, and answers with the status that
 * the route has set when it is done. The answer is nothing but this status.
 */
final class WebhookConsumer extends VertxPlatformHttpConsumer {
    private final AdmissionControl admissionControl;
    private final VertxPlatformHttpRouter router;
    private Optional<Route> admissionRoute = Optional.empty();

    WebhookConsumer(
            PlatformHttpEndpoint endpoint,
            Processor route,
            List<Handler<RoutingContext>> handlers,
            VertxPlatformHttpRouter router,
            AdmissionControl door) {
        super(endpoint, route, handlers, router.getName());
        this.router = router;
        this.admissionControl = door;
    }

    @Override
    protected void doStart() throws Exception {
        admissionRoute = Optional.of(router.route(HttpMethod.POST, getEndpoint().getPath())
                .order(WebhookServerFactory.ADMISSION_ORDER)
                .handler(admissionControl::admit));
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        admissionRoute.ifPresent(Route::remove);
        admissionRoute = Optional.empty();
    }

    /**
     * Only the body, the headers that vouch for it, and its coding. Camel would make headers of the query's parameters, too, and of all
     * that the request has.
     */
    @Override
    protected Future<Void> populateCamelMessage(RoutingContext request, Exchange exchange, Message message) {
        MultiMap headers = request.request().headers();
        for (String name : WebhookVerifier.HEADERS) {
            if (headers.contains(name)) {
                // A header on several lines counts as a list.
                message.setHeader(name, String.join(" ", headers.getAll(name)));
            }
        }
        message.setBody(AdmissionControl.body(request));
        return Future.succeededFuture();
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
                .compose(read -> vertx.executeBlocking(() -> startExchange(exchange, request), false))
                .compose(Function.identity())
                .onComplete(done -> thread.runOnContext(now -> answer(exchange, request, done.succeeded())));
    }

    private Future<Void> startExchange(Exchange exchange, RoutingContext request) throws Exception {
        createUoW(exchange);
        if (WebhookServerFactory.isAnswered(request)) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        getAsyncProcessor().process(exchange, inThisThread -> done.complete());
        return done.future();
    }

    private void answer(Exchange exchange, RoutingContext request, boolean done) {
        int status = done && exchange.getException() == null
                ? exchange.getMessage()
                        .getHeader(Exchange.HTTP_RESPONSE_CODE, WebhookServerFactory.UNAVAILABLE, Integer.class)
                : WebhookServerFactory.UNAVAILABLE;
        doneUoW(exchange);
        releaseExchange(exchange, false);
        if (!WebhookServerFactory.isAnswered(request)) {
            request.response().setStatusCode(status).end();
        }
    }
}
