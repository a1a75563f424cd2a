package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the state of the program to all open pages, from one read for all of them, and none while no page is open. A stream ends before
 * the server closes busy connections; the browser opens the next one by itself.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Below the time that the server gives a response. */
    private static final Duration LENGTH = Duration.ofSeconds(20);

    private static final int MAX_STREAMS = 40;

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final Supplier<JsonNode> state;
    private final Map<HttpServerResponse, Long> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean reading = new AtomicBoolean();

    EventStream(Vertx vertx, WorkerExecutor workers, Supplier<JsonNode> state) {
        this.vertx = vertx;
        this.workers = workers;
        this.state = state;
    }

    void start() {
        vertx.setPeriodic(INTERVAL.toMillis(), timer -> publish());
    }

    void open(RoutingContext context) {
        if (streams.size() >= MAX_STREAMS) {
            ConsoleHttp.sendError(
                    context, new ConsoleError(503, "too many pages are open; close some, or reload this one by hand"));
            return;
        }
        HttpServerResponse response = context.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        response.closeHandler(closed -> streams.remove(response));
        response.write("retry: 500\n\n");
        streams.put(response, System.nanoTime());
        publish();
    }

    private void publish() {
        if (streams.isEmpty() || !reading.compareAndSet(false, true)) {
            return;
        }
        workers.executeBlocking(() -> "data: " + state.get() + "\n\n", false).onComplete(read -> {
            reading.set(false);
            if (read.failed()) {
                LOG.warn("the state for the console could not be read", read.cause());
                return;
            }
            streams.forEach((response, openedAt) -> send(response, openedAt, read.result()));
        });
    }

    private void send(HttpServerResponse response, long openedAt, String event) {
        if (response.ended() || response.closed()) {
            streams.remove(response);
        } else if (System.nanoTime() - openedAt > LENGTH.toNanos()) {
            streams.remove(response);
            response.end(event);
        } else if (!response.writeQueueFull()) {
            response.write(event);
        }
    }
}
