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
 * Starts a webhook's route on a worker thread without blocking it until the response, and answers with the status that the
 * route has set. The response has no body.
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
            AdmissionControl admissionControl) {
        super(endpoint, route, handlers, router.getName());
        this.router = router;
        this.admissionControl = admissionControl;
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
     * Copies only the body, the signature headers and Content-Encoding. Camel would copy all headers and query parameters.
     */
    @Override
    protected Future<Void> populateCamelMessage(RoutingContext request, Exchange exchange, Message message) {
        MultiMap headers = request.request().headers();
        for (String name : WebhookVerifier.HEADERS) {
            if (headers.contains(name)) {
                // A header that occurs several times is a list (RFC 9110, section 5.2).
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
        Context context = vertx.getOrCreateContext();
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        processHttpRequest(exchange, request)
                .compose(read -> vertx.executeBlocking(() -> startExchange(exchange, request), false))
                .compose(Function.identity())
                .onComplete(done -> context.runOnContext(ignored -> respond(exchange, request, done.succeeded())));
    }

    private Future<Void> startExchange(Exchange exchange, RoutingContext request) throws Exception {
        createUoW(exchange);
        if (WebhookServerFactory.isAnswered(request)) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        getAsyncProcessor().process(exchange, synchronous -> done.complete());
        return done.future();
    }

    private void respond(Exchange exchange, RoutingContext request, boolean done) {
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
