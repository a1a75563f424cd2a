package dev.linqroutes.bench.stub;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;

/**
 * A stand-in for Linq in a process of its own: answers every call after a fixed time, executes a key once, and notes every call. The
 * least a server can do: the sandbox does more. The driver steers it through a second port.
 */
public final class StubLinq {
    /** What it prints before its two ports. */
    public static final String READY = "STUB ";

    private static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final StubCalls calls = new StubCalls(vertx);
    private HttpServer api;
    private int port;

    private StubLinq(int port) {
        this.port = port;
    }

    /** @param arguments the port of the API; without one a free port */
    public static void main(String... arguments) throws ExecutionException, InterruptedException {
        StubLinq linq = new StubLinq(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
        linq.open();
        int control = linq.vertx
                .createHttpServer()
                .requestHandler(linq::steer)
                .listen(0, HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        System.out.println(READY + linq.port + " " + control);
    }

    private void open() throws ExecutionException, InterruptedException {
        api = vertx.createHttpServer()
                .requestHandler(calls::take)
                .listen(port, HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        port = api.actualPort();
    }

    private void steer(HttpServerRequest request) {
        switch (request.path()) {
            case "/count" -> request.response().end(Long.toString(calls.countExecuted()));
            case "/calls" -> request.response().end(Buffer.buffer(calls.lines()));
            case "/latency" -> {
                calls.answerAfter(Long.parseLong(request.getParam("millis")));
                request.response().end();
            }
            case "/throttle" -> {
                calls.throttle(number(request, "chats"), number(request, "seconds"));
                request.response().end();
            }
            case "/confirm" -> {
                calls.confirm(number(request, "port"));
                request.response().end();
            }
            case "/close" -> api.close().onComplete(closed -> request.response().end());
            case "/open" ->
                vertx.createHttpServer()
                        .requestHandler(calls::take)
                        .listen(port, HOST)
                        .onSuccess(opened -> {
                            api = opened;
                            request.response().end();
                        })
                        .onFailure(e -> request.response().setStatusCode(500).end(e.toString()));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static int number(HttpServerRequest request, String name) {
        return Integer.parseInt(request.getParam(name));
    }
}
