package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts requests to the API into the log. On the way of each, so it copies and parses as little as it can. */
public final class RequestRecorder {
    private static final String CHATS = SandboxOptions.BASE_PATH + "/chats/";
    private static final String MESSAGES = SandboxOptions.BASE_PATH + "/messages/";

    private final Account account;
    private final Timeline timeline;
    private final BoundedLog<LoggedRequest> log;
    private final ChangeStream changes;

    RequestRecorder(Account account, Timeline timeline, BoundedLog<LoggedRequest> log, ChangeStream changes) {
        this.account = account;
        this.timeline = timeline;
        this.log = log;
        this.changes = changes;
    }

    /**
     * Call it before the answer is sent, so that a client that has its answer finds it here.
     *
     * @param status empty when the connection is closed instead
     * @param bytes of the answer
     */
    public void answered(RoutingContext context, OpenRequest open, OptionalInt status, byte[] bytes) {
        HttpServerRequest http = context.request();
        String path = http.path();
        Buffer body = context.body().buffer();
        log.add(new LoggedRequest(
                open.request().map(ApiRequest::at).orElseGet(timeline::now),
                http.method().name(),
                path,
                Optional.ofNullable(http.query()).orElse(""),
                LoggedHeaders.of(http.headers()),
                body == null ? LoggedBody.EMPTY : LoggedBody.of(body.getBytes()),
                status,
                open.isAbandoned(),
                LoggedBody.of(bytes),
                LoggedHeaders.of(context.response().headers()),
                open.millis(),
                open.traceId(),
                chatOf(path).or(() -> open.outcome().flatMap(ApiResponse::body).flatMap(RequestRecorder::chatIn)),
                open.fault(),
                open.isKeyKnown(),
                unknownFields(open),
                open.request().flatMap(ApiRequest::idempotencyKey)));
        changes.happened("request", open.traceId());
    }

    /** An endpoint that refuses has not read everything. */
    private static List<String> unknownFields(OpenRequest open) {
        return open.outcome()
                .flatMap(done -> open.request())
                .map(ApiRequest::unknownFields)
                .orElse(List.of());
    }

    /** A create has it in {@code chat}. */
    private static Optional<String> chatIn(ObjectNode answer) {
        return JsonTrees.text(answer, "chat_id")
                .or(() -> JsonTrees.field(answer, "chat").flatMap(chat -> JsonTrees.text(chat, "id")));
    }

    private Optional<String> chatOf(String path) {
        if (path.startsWith(CHATS)) {
            return Optional.of(idAfter(CHATS, path));
        }
        return path.startsWith(MESSAGES)
                ? account.chats().findMessage(idAfter(MESSAGES, path)).map(SandboxMessage::chatId)
                : Optional.empty();
    }

    private static String idAfter(String prefix, String path) {
        int end = path.indexOf('/', prefix.length());
        return path.substring(prefix.length(), end < 0 ? path.length() : end).toLowerCase(Locale.ROOT);
    }
}
