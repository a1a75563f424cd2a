package dev.linqroutes.sandbox.faults;

import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/**
 * The answer to a request that a fault strikes.
 *
 * @param ordered whether it is one of those that are to strike next, not drawn
 * @param limitedSeconds how long a 429 says to wait
 * @param held takes an answer and sends it when the webhooks of the request were answered
 */
public record FaultyAnswer(
        Fault fault, boolean ordered, FaultSettings settings, long limitedSeconds, BiConsumer<Vertx, Runnable> held) {
    private static final byte[] NOTHING = {};
    private static final long LONGEST_TRICKLE_MILLIS = Duration.ofMinutes(1).toMillis();

    /** Whether it answers in place of the endpoint, so that the request has no effect. */
    public boolean replacesEndpoint() {
        return switch (fault) {
            case ERROR_BEFORE,
                    DROP_BEFORE,
                    NOT_READY,
                    IN_TRANSITION,
                    ERROR_IN_200,
                    GATEWAY_404,
                    UNAUTHORIZED,
                    REJECT_KEY,
                    LIMITED,
                    LIMITED_SHARE -> true;
            default -> false;
        };
    }

    /** Answers in place of the endpoint. */
    public void sendInstead(RoutingContext context, AnswerSender sender) {
        switch (fault) {
            case ERROR_BEFORE -> sender.refuse(new ApiError(503, 4004, "Service unavailable"));
            case DROP_BEFORE -> drop(context, sender);
            case NOT_READY -> sender.refuse(new ApiError(404, 2007, "The attachment is not ready yet"));
            case IN_TRANSITION -> sender.refuse(new ApiError(409, 2009, "The chat is still being created"));
            case ERROR_IN_200 -> sender.refuse(new ApiError(200, 3006, "Internal error"));
            case GATEWAY_404 -> sendPage(context, sender, 404, "404 Not Found");
            case UNAUTHORIZED, REJECT_KEY ->
                sender.refuse(new ApiError(401, 2004, "The API token is missing or invalid"));
            case LIMITED, LIMITED_SHARE ->
                sender.refuse(
                        RetryAfterForm.of(settings.word(Fault.RETRY_AFTER)).error(context, limitedSeconds));
            default -> throw new IllegalStateException(fault + " strikes after the endpoint");
        }
    }

    /** Answers after the endpoint has taken effect. */
    public void send(RoutingContext context, ApiResponse answer, AnswerSender sender) {
        switch (fault) {
            case ERROR_AFTER -> sender.refuse(new ApiError(500, 3006, "Internal error"));
            case DROP_AFTER -> drop(context, sender);
            case GARBAGE -> sendPage(context, sender, 502, "Bad Gateway");
            case GARBAGE_IN_200 -> sendPage(context, sender, 200, "It works!");
            case SLOW -> later(context, Math.max(1, settings.whole(Fault.SLOW_MILLIS)), () -> sender.send(answer));
            case HUNG -> {
                sender.record(OptionalInt.empty(), NOTHING);
                later(context, settings.whole(Fault.HUNG_SECONDS) * 1000L, () -> context.request()
                        .connection()
                        .close());
            }
            case EMPTY_GZIP -> {
                HttpServerResponse response = head(context, answer).putHeader("Content-Encoding", "gzip");
                sender.record(OptionalInt.of(answer.status()), NOTHING);
                response.end();
            }
            case TRICKLE -> trickle(context, answer, sender);
            case WEBHOOK_BEFORE_ANSWER ->
                held.accept(context.vertx(), () -> {
                    if (!context.response().closed()) {
                        sender.send(answer);
                    }
                });
            default -> sender.send(answer);
        }
    }

    private void trickle(RoutingContext context, ApiResponse answer, AnswerSender sender) {
        HttpServerResponse response = head(context, answer);
        byte[] bytes = answer.body().map(JsonTrees::bytes).orElse(NOTHING);
        sender.record(OptionalInt.of(answer.status()), bytes);
        Buffer body = Buffer.buffer(bytes);
        if (body.length() == 0) {
            response.end();
            return;
        }
        response.putHeader("Content-Length", Integer.toString(body.length()));
        int pause = settings.whole(Fault.TRICKLE_MILLIS);
        sendFrom(context, body, 0, pause, LONGEST_TRICKLE_MILLIS / pause);
    }

    private static void sendFrom(RoutingContext context, Buffer body, int from, int pause, long most) {
        int to = from < most ? from + 1 : body.length();
        if (to == body.length()) {
            context.response().end(body.slice(from, to));
        } else {
            context.response().write(body.slice(from, to));
            later(context, pause, () -> sendFrom(context, body, to, pause, most));
        }
    }

    private static HttpServerResponse head(RoutingContext context, ApiResponse answer) {
        return context.response().setStatusCode(answer.status()).putHeader("Content-Type", "application/json");
    }

    /** Unless the client has gone. */
    private static void later(RoutingContext context, long millis, Runnable action) {
        context.vertx().setTimer(millis, timer -> {
            if (!context.response().closed()) {
                action.run();
            }
        });
    }

    private static void drop(RoutingContext context, AnswerSender sender) {
        sender.record(OptionalInt.empty(), NOTHING);
        context.request().connection().close();
    }

    private static void sendPage(RoutingContext context, AnswerSender sender, int status, String text) {
        context.response().setStatusCode(status).putHeader("Content-Type", "text/html");
        byte[] page = ("<html><body>" + text + "</body></html>").getBytes(StandardCharsets.UTF_8);
        sender.record(OptionalInt.of(status), page);
        context.response().end(Buffer.buffer(page));
    }
}
