package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonTrees;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells viewers what changed, as server-sent events {@code {"kind", "id", "chat_id"}}, at most ten a second. Changes of a kind are
 * merged meanwhile; {@code id} and {@code chat_id} are null where merged changes differ in them.
 */
final class ChangeStream {
    static final int MAX_VIEWERS = 50;
    private static final long MILLIS_PER_EVENT = 100;

    /** So that what one request causes is merged. */
    private static final long FIRST_MILLIS = 10;

    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Set<HttpServerResponse> viewers = new HashSet<>();
    private final Map<String, Change> pending = new LinkedHashMap<>();
    private Optional<Vertx> vertx = Optional.empty();
    private boolean resting;
    private boolean scheduled;

    private record Change(String kind, Optional<String> id, Optional<String> chatId) {
        Change merge(Change other) {
            return new Change(kind, same(id, other.id), same(chatId, other.chatId));
        }

        private static Optional<String> same(Optional<String> one, Optional<String> other) {
            return one.equals(other) ? one : Optional.empty();
        }

        String event() {
            ObjectNode data = JsonTrees.object().put("kind", kind);
            data.set("id", JsonTrees.textOrNull(id));
            data.set("chat_id", JsonTrees.textOrNull(chatId));
            return "event: change\ndata: " + new String(JsonTrees.bytes(data), StandardCharsets.UTF_8) + "\n\n";
        }
    }

    void serve(RoutingContext context) {
        if (viewers.size() == MAX_VIEWERS) {
            throw ApiError.rateLimited(10);
        }
        vertx = Optional.of(context.vertx());
        HttpServerResponse response = context.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        viewers.add(response);
        long heartbeat = context.vertx().setPeriodic(HEARTBEAT_MILLIS, tick -> response.write(": still here\n\n"));
        context.addEndHandler(ended -> {
            viewers.remove(response);
            context.vertx().cancelTimer(heartbeat);
        });
        response.write(": here\n\n");
    }

    void happened(AccountChange change) {
        if (!viewers.isEmpty()) {
            changeOf(change).ifPresent(this::add);
        }
    }

    void happened(String kind) {
        if (!viewers.isEmpty()) {
            add(new Change(kind, Optional.empty(), Optional.empty()));
        }
    }

    void happened(String kind, String id) {
        if (!viewers.isEmpty()) {
            add(new Change(kind, Optional.of(id), Optional.empty()));
        }
    }

    private static Optional<Change> changeOf(AccountChange change) {
        if (change instanceof AccountChange.ChatSaved saved) {
            return of("chat", saved.chat().id(), saved.chat().id());
        }
        if (change instanceof AccountChange.MessageAccepted accepted) {
            return of("message", accepted.message().id(), accepted.message().chatId());
        }
        if (change instanceof AccountChange.MessageChanged changed) {
            return of("message", changed.message().id(), changed.message().chatId());
        }
        if (change instanceof AccountChange.MessageDeleted deleted) {
            return Optional.of(new Change("message", Optional.of(deleted.id()), Optional.empty()));
        }
        if (change instanceof AccountChange.ActionDone done) {
            return of("chat", done.action().chatId(), done.action().chatId());
        }
        if (change instanceof AccountChange.LineSaved line) {
            return Optional.of(new Change("line", Optional.of(line.saved().number()), Optional.empty()));
        }
        if (change instanceof AccountChange.PersonSaved person) {
            return Optional.of(new Change("person", Optional.of(person.person().handle()), Optional.empty()));
        }
        if (change instanceof AccountChange.SubscriptionSaved || change instanceof AccountChange.SubscriptionDeleted) {
            return Optional.of(new Change("subscription", Optional.empty(), Optional.empty()));
        }
        return change instanceof AccountChange.TimeAdvanced
                ? Optional.of(new Change("time", Optional.empty(), Optional.empty()))
                : Optional.empty();
    }

    private static Optional<Change> of(String kind, String id, String chatId) {
        return Optional.of(new Change(kind, Optional.of(id), Optional.of(chatId)));
    }

    private void add(Change change) {
        pending.merge(change.kind(), change, Change::merge);
        if (!resting) {
            flushIn(FIRST_MILLIS);
        }
    }

    private void flushIn(long millis) {
        if (!scheduled) {
            scheduled = true;
            vertx.orElseThrow().setTimer(millis, timer -> flush());
        }
    }

    private void flush() {
        scheduled = false;
        resting = !pending.isEmpty();
        if (resting) {
            StringBuilder events = new StringBuilder();
            pending.values().forEach(change -> events.append(change.event()));
            flushIn(pending.size() * MILLIS_PER_EVENT);
            pending.clear();
            List.copyOf(viewers).forEach(viewer -> write(viewer, events.toString()));
        }
    }

    /** A viewer that does not read is disconnected; its browser comes again. */
    private static void write(HttpServerResponse viewer, String events) {
        if (viewer.writeQueueFull()) {
            viewer.reset();
        } else {
            viewer.write(events);
        }
    }

    int viewers() {
        return viewers.size();
    }

    void close() {
        List.copyOf(viewers).forEach(HttpServerResponse::end);
    }
}
