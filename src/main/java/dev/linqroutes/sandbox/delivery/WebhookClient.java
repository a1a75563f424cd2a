package dev.linqroutes.sandbox.delivery;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Posts the webhooks of all accounts. No exchange is longer than its time, whatever the endpoint does. */
public final class WebhookClient {
    /** Response timeout of an endpoint (reference 4.4). */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Of an answer, whose body means nothing. */
    static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final TargetUrlCheck targets;
    private final Duration timeout;
    private final HttpClient client;

    public WebhookClient(Vertx vertx, TargetUrlCheck targets) {
        this(vertx, targets, TIMEOUT);
    }

    WebhookClient(Vertx vertx, TargetUrlCheck targets, Duration timeout) {
        this.vertx = vertx;
        this.targets = targets;
        this.timeout = timeout;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(4 * WebhookDispatcher.MAX_IN_FLIGHT)
                .setConnectTimeout(Math.toIntExact(timeout.toMillis())));
    }

    /**
     * Posts this and returns the status, once the complete answer or {@link #MAX_ANSWER_BYTES} of it have come. Fails when the
     * endpoint cannot be reached, when the whole takes too long, and with an {@link IllegalArgumentException} when webhooks may not go
     * there: a URL of the journal was checked by a sandbox with other options. {@link DeliveryFailure} knows the failures.
     */
    Future<Integer> post(String url, RequestOptions options, String body) {
        if (!targets.allows(URI.create(url))) {
            return Future.failedFuture(new IllegalArgumentException("target_url " + TargetUrlCheck.RULE));
        }
        options.setAbsoluteURI(url);
        Promise<Integer> status = Promise.promise();
        AtomicBoolean connected = new AtomicBoolean();
        long timer = vertx.setTimer(
                timeout.toMillis(),
                over -> status.tryFail(connected.get() ? new TimeoutException() : new ConnectTimeoutException()));
        client.request(options).onComplete(opened -> {
            connected.set(opened.succeeded());
            if (opened.failed()) {
                status.tryFail(opened.cause());
            } else if (status.future().isComplete()) {
                opened.result().reset();
            } else {
                exchange(opened.result(), body, status);
            }
        });
        return status.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private static void exchange(HttpClientRequest request, String body, Promise<Integer> status) {
        request.send(body)
                .compose(WebhookClient::readToEnd)
                .onSuccess(status::tryComplete)
                .onFailure(problem -> status.tryFail(isOfDecoder(problem) ? new ProtocolException() : problem));
        status.future().onFailure(problem -> request.reset());
    }

    /** The answer begins like no HTTP. */
    private static boolean isOfDecoder(Throwable problem) {
        return problem instanceof IllegalArgumentException;
    }

    private static Future<Integer> readToEnd(HttpClientResponse response) {
        Promise<Integer> status = Promise.promise();
        AtomicLong length = new AtomicLong();
        response.handler(chunk -> {
            if (length.addAndGet(chunk.length()) > MAX_ANSWER_BYTES) {
                status.tryComplete(response.statusCode());
                response.request().reset();
            }
        });
        response.end()
                .onSuccess(ended -> status.tryComplete(response.statusCode()))
                .onFailure(status::tryFail);
        return status.future();
    }
}
