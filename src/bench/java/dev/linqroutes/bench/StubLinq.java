package dev.linqroutes.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Takes every call after a fixed time and notes when it came. The least a server can do: the sandbox does more. */
final class StubLinq implements AutoCloseable {
    private static final Buffer ACCEPTED = Buffer.buffer(
            "{\"chat_id\":\"c\",\"message\":{\"id\":\"b1a7c0de-1111-4a2b-8c3d-000000000101\"},\"trace_id\":\"t\"}");
    private static final String CREATED =
            "{\"chat\":{\"id\":\"%s\",\"is_group\":true,\"message\":{\"id\":\"%s\"}},\"trace_id\":\"t\"}";
    private static final Buffer WAIT = Buffer.buffer(
            "{\"success\":false,\"error\":{\"status\":429,\"code\":1007,\"message\":\"wait\",\"retry_after\":60}}");
    private static final String KEY = "\"idempotency_key\":\"";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final long latencyMillis;
    private final boolean recordsTimes;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> answered = new ConcurrentLinkedQueue<>();
    private final AtomicLong throttled = new AtomicLong();
    private volatile Predicate<String> throttledPaths = path -> false;
    private final HttpServer server;

    /**
     * @param latency until a call is answered
     * @param notes whether it keeps of each call when it came and was answered; a million of them take 300 MB
     */
    StubLinq(Duration latency, boolean notes) throws Exception {
        this.latencyMillis = latency.toMillis();
        this.recordsTimes = notes;
        Map<String, Boolean> waiting = new ConcurrentHashMap<>();
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (request.method() == HttpMethod.GET) {
                        // It remembers nothing.
                        request.response()
                                .setStatusCode(404)
                                .end("{\"error\": {\"code\": 2001, \"message\": \"Chat not found\"}}");
                    } else if (throttledPaths.test(request.path())
                            && waiting.putIfAbsent(request.path(), true) == null) {
                        throttled.incrementAndGet();
                        request.response()
                                .setStatusCode(429)
                                .putHeader("Retry-After", "60")
                                .end(WAIT);
                    } else {
                        take(request, body);
                    }
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    /** From now on calls to these paths are told to wait a minute, each path once. */
    void throttleOnce(Predicate<String> paths) {
        throttledPaths = paths;
    }

    private void take(HttpServerRequest request, Buffer body) {
        long now = System.nanoTime();
        if (recordsTimes) {
            arrivals.putIfAbsent(key(body.toString()), now);
        }
        if (latencyMillis == 0) {
            answer(request);
        } else {
            vertx.setTimer(latencyMillis, timer -> answer(request));
        }
    }

    private void answer(HttpServerRequest request) {
        if (recordsTimes) {
            answered.add(System.nanoTime());
        }
        boolean creates = request.method() == HttpMethod.POST && request.path().endsWith("/chats");
        request.response()
                .setStatusCode(creates ? 201 : 202)
                .putHeader("Content-Type", "application/json")
                .end(creates ? Buffer.buffer(CREATED.formatted(UUID.randomUUID(), UUID.randomUUID())) : ACCEPTED);
    }

    private static String key(String body) {
        int from = body.indexOf(KEY) + KEY.length();
        return body.substring(from, body.indexOf('"', from));
    }

    String apiUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/v3";
    }

    /** When each call came first, by idempotency key, in the nanoseconds of this process. */
    Map<String, Long> arrivals() {
        return arrivals;
    }

    /** When calls were answered, in order. */
    long[] answered() {
        return answered.stream().mapToLong(Long::longValue).toArray();
    }

    int countAnswered() {
        return arrivals.size();
    }

    long countThrottled() {
        return throttled.get();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
