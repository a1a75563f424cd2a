package dev.linqroutes.bench.stub;

import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.sample.SampleCommands;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the stand-in does with calls. Used by its event loop alone. */
final class StubCalls {
    private static final String KEY = "\"idempotency_key\":\"";
    private static final String NAME = "name";
    private static final int TOO_MANY_REQUESTS = 429;

    private final Vertx vertx;
    private final List<CallRecord> records = new ArrayList<>();
    private final Set<String> executedKeys = new HashSet<>();
    private Optional<ConfirmingWebhooks> webhooks = Optional.empty();
    private long latencyMillis;
    private long executed;

    /** Every so manieth chat is told to wait; 0 is none. */
    private int throttledChats;

    private int throttledSeconds;

    /** 0 until a call comes. */
    private long throttledUntil;

    StubCalls(Vertx vertx) {
        this.vertx = vertx;
    }

    void answerAfter(long millis) {
        latencyMillis = millis;
    }

    /** From the next call on, for so long, one in so many chats is told to wait as long. */
    void throttle(int oneInChats, int seconds) {
        throttledChats = oneInChats;
        throttledSeconds = seconds;
        throttledUntil = 0;
    }

    /** From now on every call is confirmed by a webhook. */
    void confirm(int port) {
        webhooks = Optional.of(new ConfirmingWebhooks(vertx, port));
    }

    long countExecuted() {
        return executed;
    }

    /** All calls that were answered. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        records.forEach(call -> lines.append(call.toLine()).append('\n'));
        return lines.toString();
    }

    void take(HttpServerRequest request) {
        if (request.method() == HttpMethod.GET) {
            // It remembers no chats.
            request.response().setStatusCode(404).end("{\"error\":{\"code\":2001,\"message\":\"Chat not found\"}}");
        } else {
            request.body().onSuccess(body -> take(request, body.toString()));
        }
    }

    private void take(HttpServerRequest request, String body) {
        long now = Micros.now();
        int number = SampleCommands.number(body);
        String key = key(body);
        boolean creates = request.method() == HttpMethod.POST && request.path().endsWith("/chats");
        int chat = creates ? number : SampleCommands.chatInPath(request.path());
        String step = key.isEmpty() ? NAME : key.substring(key.lastIndexOf('-') + 1);
        if (isThrottled(chat, now)) {
            records.add(new CallRecord(number, step, chat, now, now, TOO_MANY_REQUESTS, false));
            request.response()
                    .setStatusCode(TOO_MANY_REQUESTS)
                    .putHeader("Retry-After", Integer.toString(throttledSeconds))
                    .end("{\"success\":false,\"error\":{\"status\":429,\"code\":1007,\"message\":\"wait\","
                            + "\"retry_after\":" + throttledSeconds + "}}");
            return;
        }
        boolean first = key.isEmpty() || executedKeys.add(key);
        if (latencyMillis == 0) {
            answer(request.response(), new Arrival(number, step, chat, key, now, first, creates));
        } else {
            vertx.setTimer(
                    latencyMillis,
                    timer -> answer(request.response(), new Arrival(number, step, chat, key, now, first, creates)));
        }
    }

    private boolean isThrottled(int chat, long now) {
        if (throttledChats == 0) {
            return false;
        }
        if (throttledUntil == 0) {
            throttledUntil = now + (long) (throttledSeconds * Micros.PER_SECOND);
        }
        return chat % throttledChats == 0 && now < throttledUntil;
    }

    private record Arrival(int number, String step, int chat, String key, long at, boolean first, boolean creates) {}

    private void answer(HttpServerResponse response, Arrival call) {
        if (call.first()) {
            executed++;
        }
        int status = call.creates() ? 201 : 202;
        records.add(
                new CallRecord(call.number(), call.step(), call.chat(), call.at(), Micros.now(), status, call.first()));
        String chat = SampleCommands.chat(call.chat());
        String message = message(call);
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(
                            call.creates()
                                    ? "{\"chat\":{\"id\":\"" + chat + "\",\"is_group\":true,\"message\":{\"id\":\""
                                            + message + "\"}},\"trace_id\":\"t\"}"
                                    : "{\"chat_id\":\"" + chat + "\",\"message\":{\"id\":\"" + message
                                            + "\"},\"trace_id\":\"t\"}"));
        }
        webhooks.ifPresent(each -> each.send(call.number(), call.chat(), message, call.key()));
    }

    private static String message(Arrival call) {
        int step = call.step().equals(NAME) ? 0 : Integer.parseInt(call.step());
        return String.format(Locale.ROOT, "b1a7c0de-1111-4a2b-8c3%d-%012d", step, call.number());
    }

    private static String key(String body) {
        int at = body.indexOf(KEY);
        return at < 0 ? "" : body.substring(at + KEY.length(), body.indexOf('"', at + KEY.length()));
    }
}
