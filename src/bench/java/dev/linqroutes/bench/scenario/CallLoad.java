package dev.linqroutes.bench.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.sample.SampleCalls;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** Calls of Linq's API, as fast as they are answered over a few connections. */
final class CallLoad implements AutoCloseable {
    /** Open at any time: enough that the server never waits for a call. */
    private static final int CONNECTIONS = 32;

    /** A call that is not answered for so long has failed. */
    private static final int IDLE_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient client;
    private final int port;
    private final Map<String, Long> unexpected = new ConcurrentHashMap<>();
    private int sent;

    CallLoad(int port) {
        this.port = port;
        client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setIdleTimeout(IDLE_SECONDS));
    }

    /** A POST. */
    record Call(String path, String body) {}

    /** When each was sent and answered, in microseconds since the epoch. */
    record Phase(long[] sent, long[] answered) {
        double seconds() {
            long last = 0;
            for (long each : answered) {
                last = Math.max(last, each);
            }
            return Micros.seconds(sent[0], last);
        }
    }

    /** Answers with another status than 2xx, by status; connections that failed, by their error. */
    Map<String, Long> unexpectedAnswers() {
        return new HashMap<>(unexpected);
    }

    /** @return the ids of the chats */
    List<String> createGroups(int count) throws IOException {
        List<String> chats = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (int i = 0; i < count; i++) {
            Call call = new Call("/chats", SampleCalls.createGroup(sent++));
            CompletableFuture<Buffer> received = new CompletableFuture<>();
            // On the event loop: elsewhere the body may be over before somebody reads it.
            context.runOnContext(now -> send(call)
                    .compose(HttpClientResponse::body)
                    .onSuccess(received::complete)
                    .onFailure(received::completeExceptionally));
            Buffer answer = received.join();
            chats.add(Optional.ofNullable(
                            json.readTree(answer.getBytes()).at("/chat/id").textValue())
                    .orElseThrow(() -> new IllegalStateException("no chat: " + answer)));
        }
        return chats;
    }

    Phase saturate(int count, IntFunction<Call> calls) throws InterruptedException {
        Semaphore places = new Semaphore(CONNECTIONS);
        Phase phase = new Phase(new long[count], new long[count]);
        for (int i = 0; i < count; i++) {
            places.acquire();
            int index = i;
            Call call = calls.apply(sent++);
            phase.sent[index] = Micros.now();
            context.runOnContext(now -> send(call)
                    .compose(response -> response.end().map(response.statusCode()))
                    .onComplete(status -> {
                        phase.answered[index] = Micros.now();
                        if (status.failed()) {
                            unexpected.merge(status.cause().toString(), 1L, Long::sum);
                        } else if (status.result() / 100 != 2) {
                            unexpected.merge("status " + status.result(), 1L, Long::sum);
                        }
                        places.release();
                    }));
        }
        places.acquire(CONNECTIONS);
        return phase;
    }

    private Future<HttpClientResponse> send(Call call) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", "/api/partner/v3" + call.path())
                .compose(request -> request.putHeader("Authorization", "Bearer sandbox-key")
                        .putHeader("Content-Type", "application/json")
                        .send(call.body()));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
