package dev.linqroutes.bench.sample;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;

/** Sends webhooks to a port of this machine, over connections that are kept. */
public final class WebhookSender {
    /** Linq does not wait for the answer to one before it sends the next: never the reason to wait. */
    private static final int CONNECTIONS = 1_000;

    /** Shorter than servers wait, so that none of them closes a connection that is just used again. */
    private static final int KEEP_ALIVE_SECONDS = 5;

    private final HttpClient client;
    private final int port;

    public WebhookSender(Vertx vertx, int port) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
        this.port = port;
    }

    /** @return the status of the answer */
    public Future<Integer> send(SampleWebhooks.Delivery delivery) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", "/webhooks/linq")
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .putHeader("webhook-id", delivery.id())
                        .putHeader("webhook-timestamp", delivery.timestamp())
                        .putHeader("webhook-signature", delivery.signature())
                        .send(Buffer.buffer(delivery.body())))
                .compose(response -> response.end().map(response.statusCode()));
    }
}
