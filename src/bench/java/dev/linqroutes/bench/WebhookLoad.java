package dev.linqroutes.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Webhooks at a fixed rate over connections that are kept, whatever the program makes of them. */
final class WebhookLoad implements AutoCloseable {
    /** Linq does not wait for the answer to one before it sends the next: never the reason to wait. */
    private static final int CONNECTIONS = 1_000;

    private static final int OK = 200;
    private static final String NO_ANSWER = "no answer";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
    private final SampleWebhooks deliveries;
    private final int port;
    private final int rate;
    private final BitSet accepted = new BitSet();
    private int sent;

    WebhookLoad(SampleWebhooks deliveries, int port, int rate) {
        this.deliveries = deliveries;
        this.port = port;
        this.rate = rate;
    }

    /**
     * What a time under load came to.
     *
     * @param statuses how many were answered so
     * @param answeredNanos when each was answered
     * @param latencies from the time it was to be sent to its answer, in milliseconds
     */
    record Result(Map<String, Integer> statuses, long[] answeredNanos, Measurements latencies) {}

    /** Goes on for so long, and returns when all are answered. */
    Result run(int seconds) throws InterruptedException {
        int first = sent;
        int count = rate * seconds;
        long[] answeredNanos = new long[count];
        double[] latencies = new double[count];
        Map<String, Integer> statuses = new ConcurrentHashMap<>();
        AtomicInteger open = new AtomicInteger(count);
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            long due = begun + i * 1_000_000_000L / rate;
            awaitTime(due);
            send(first + i).onComplete(status -> {
                answeredNanos[number] = System.nanoTime();
                latencies[number] = (answeredNanos[number] - due) / 1e6;
                statuses.merge(status.succeeded() ? Integer.toString(status.result()) : NO_ANSWER, 1, Integer::sum);
                if (status.succeeded() && status.result() == OK) {
                    accept(first + number);
                }
                open.decrementAndGet();
            });
        }
        sent += count;
        while (open.get() > 0) {
            Thread.sleep(10);
        }
        return new Result(new TreeMap<>(statuses), answeredNanos, Measurements.of(latencies));
    }

    /** On the client's own thread: an answer must not be there before somebody waits for it. */
    private Future<Integer> send(int number) {
        SampleWebhooks.Delivery delivery = deliveries.delivery(number);
        Promise<Integer> status = Promise.promise();
        context.runOnContext(now -> send(delivery).onComplete(status));
        return status.future();
    }

    private Future<Integer> send(SampleWebhooks.Delivery delivery) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", "/webhooks/linq")
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .putHeader("webhook-id", delivery.id())
                        .putHeader("webhook-timestamp", delivery.timestamp())
                        .putHeader("webhook-signature", delivery.signature())
                        .send(Buffer.buffer(delivery.body())))
                .compose(response -> response.end().map(response.statusCode()));
    }

    private synchronized void accept(int number) {
        accepted.set(number);
    }

    /** The numbers of all that were answered with 200. */
    synchronized BitSet accepted() {
        return (BitSet) accepted.clone();
    }

    private static void awaitTime(long nanos) {
        for (long wait = nanos - System.nanoTime(); wait > 0; wait = nanos - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
