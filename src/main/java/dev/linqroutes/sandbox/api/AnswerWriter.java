package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.faults.AnswerSender;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.record.OpenRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Sends answers, after their latency, and puts the requests into the log (reference 1.1 and 1.5). */
final class AnswerWriter {
    private static final String OPEN = "open";
    private static final byte[] NOTHING = {};

    private final Accounts accounts;
    private final Duration latency;

    /** @param latency of every answer, besides that which faults give */
    AnswerWriter(Accounts accounts, Duration latency) {
        this.accounts = accounts;
        this.latency = latency;
    }

    /** A request whose client goes before it was answered is in the log, too. */
    void open(RoutingContext context, String traceId) {
        OpenRequest open = new OpenRequest(traceId);
        context.put(OPEN, open);
        context.addEndHandler(ended -> {
            if (ended.failed() && !open.isRecorded()) {
                open.abandoned();
                Optional<ApiResponse> answer = open.answer();
                OptionalInt status =
                        answer.stream().mapToInt(ApiResponse::status).findFirst();
                Optional<ObjectNode> body = answer.flatMap(ApiResponse::body);
                record(context, status, body.map(JsonTrees::bytes).orElse(NOTHING));
            }
        });
    }

    static OpenRequest request(RoutingContext context) {
        return context.get(OPEN);
    }

    static boolean isOfLinq(RoutingContext context) {
        return context.request().path().startsWith(SandboxOptions.BASE_PATH);
    }

    void refuse(RoutingContext context, ApiError refusal) {
        // Requests for the icon of the page and the like are not API calls.
        if (isOfLinq(context)) {
            ApiKeyFilter.concerned(context, accounts)
                    .account
                    .recordRefused(
                            context.request().method().name(), context.request().path(), refusal);
        }
        refusal.retryAfter().ifPresent(seconds -> context.response().putHeader("Retry-After", Long.toString(seconds)));
        ObjectNode envelope = refusal.envelope(request(context).traceId());
        send(context, new ApiResponse(refusal.status(), Optional.of(envelope)));
    }

    void send(RoutingContext context, ApiResponse answer) {
        request(context).answered(answer);
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        answer.body().ifPresent(body -> response.putHeader("Content-Type", "application/json"));
        byte[] bytes = answer.body().map(JsonTrees::bytes).orElse(NOTHING);
        Runnable end = () -> {
            record(context, OptionalInt.of(answer.status()), bytes);
            // A 204 must not even have an empty body.
            if (bytes.length == 0) {
                response.end();
            } else {
                response.end(Buffer.buffer(bytes));
            }
        };
        long wait = latencyMillis(context);
        if (wait == 0) {
            end.run();
        } else {
            context.vertx().setTimer(wait, timer -> unlessGone(context, end));
        }
    }

    private static void unlessGone(RoutingContext context, Runnable end) {
        if (!context.response().closed()) {
            end.run();
        }
    }

    /** Only calls of the API are in the log, also at a wrong address, not those of the page and the sandbox's own endpoints. */
    private void record(RoutingContext context, OptionalInt status, byte[] bytes) {
        if (isOfLinq(context) || isAstray(context, status)) {
            request(context).recorded();
            if (ApiKeyFilter.known(context, accounts).isEmpty()) {
                request(context).keyUnknown();
            }
            ApiKeyFilter.concerned(context, accounts)
                    .record
                    .recorder()
                    .answered(context, request(context), status, bytes);
        }
    }

    /** A program that has the wrong base URL: a browser sends no key for the icon of the page and the like, and only reads it. */
    private static boolean isAstray(RoutingContext context, OptionalInt status) {
        HttpServerRequest http = context.request();
        return status.orElse(0) == 404
                && !http.path().startsWith("/sandbox")
                && !http.path().startsWith("/attachments/")
                && (http.getHeader("Authorization") != null || !http.method().equals(HttpMethod.GET));
    }

    private long latencyMillis(RoutingContext context) {
        AccountApi account = ApiKeyFilter.account(context);
        Duration drawn = isOfLinq(context) && account != null
                ? account.faults.nextLatency(request(context).traceId())
                : Duration.ZERO;
        return latency.plus(drawn).toMillis();
    }

    /** For faults, which answer in other ways. */
    AnswerSender sender(RoutingContext context) {
        return new AnswerSender() {
            @Override
            public void send(ApiResponse answer) {
                AnswerWriter.this.send(context, answer);
            }

            @Override
            public void refuse(ApiError refusal) {
                AnswerWriter.this.refuse(context, refusal);
            }

            @Override
            public void record(OptionalInt status, byte[] bytes) {
                AnswerWriter.this.record(context, status, bytes);
            }
        };
    }
}
