package dev.linqroutes.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.kafka.DeadLettersUnavailable;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the work of a request on a thread that may wait, and answers with its result or with what went wrong. */
final class ConsoleHttp {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleHttp.class);
    private static final String VIEWER = "viewer";

    /** More than the people who use it at a time cause; each may wait for the ledger. */
    static final int MAX_PENDING = 100;

    private final WorkerExecutor workers;
    private final int maxPending;
    private final AtomicInteger pending = new AtomicInteger();

    /**
     * @param workers as many threads as connections to the ledger that the console may use at a time
     * @param maxPending requests that are worked on or wait for it
     */
    ConsoleHttp(WorkerExecutor workers, int maxPending) {
        this.workers = workers;
        this.maxPending = maxPending;
    }

    /** The work of a request that is answered with JSON. */
    @FunctionalInterface
    interface JsonWork {
        JsonNode run(ConsoleRequest request) throws IOException, InterruptedException;
    }

    static void setViewer(RoutingContext context, Viewer viewer) {
        context.put(VIEWER, viewer);
    }

    static Viewer viewer(RoutingContext context) {
        return context.get(VIEWER);
    }

    /**
     * Has the body read as it is, also if its type is that of a web form, which curl names if it is told none: as the fields of a form
     * a sheet would be refused as too large.
     *
     * @throws ConsoleError if the body is wrapped in a form, with parts
     */
    static void readBodyAsIs(HttpServerRequest request) {
        String type = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/")) {
            throw new ConsoleError(
                    415, "the body must be the file or the JSON itself, not a form: with curl, --data-binary @FILE");
        }
        request.headers().remove(HttpHeaders.CONTENT_TYPE);
    }

    void answer(RoutingContext context, JsonWork work) {
        run(context, work::run, result -> sendJson(context, 200, result));
    }

    /** The work of a request that is answered with a file. */
    @FunctionalInterface
    interface FileWork {
        Path run(ConsoleRequest request) throws IOException, InterruptedException;
    }

    /** Answers with a CSV file, to be saved under its name. */
    void answerWithFile(RoutingContext context, FileWork work) {
        run(context, work::run, file -> {
            context.response()
                    .putHeader("Content-Type", "text/csv; charset=utf-8")
                    .putHeader("Content-Disposition", "attachment; filename*=UTF-8''" + encodedName(file));
            context.response().sendFile(file.toString()).onFailure(failed -> fail(context, failed));
        });
    }

    private static String encodedName(Path file) {
        return URLEncoder.encode(file.getFileName().toString(), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private interface Work<T> {
        T run(ConsoleRequest request) throws IOException, InterruptedException;
    }

    private <T> void run(RoutingContext context, Work<T> work, Consumer<T> answer) {
        if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            sendError(context, new ConsoleError(503, "the console is busy; try again in some seconds"));
            return;
        }
        ConsoleRequest request = new ConsoleRequest(context, viewer(context));
        workers.<T>executeBlocking(() -> work.run(request), false).onComplete(done -> {
            pending.decrementAndGet();
            if (done.succeeded()) {
                answer.accept(done.result());
            } else {
                sendError(context, done.cause());
            }
        });
    }

    /** Answers with what went wrong; an answer that has begun cannot be completed, and its connection is closed. */
    static void fail(RoutingContext context, Throwable cause) {
        if (context.response().headWritten()) {
            LOG.info(
                    "console: {} was not sent completely: {}", context.request().path(), cause.getMessage());
            context.request().connection().close();
        } else {
            sendError(context, cause);
        }
    }

    static void sendJson(RoutingContext context, int status, JsonNode body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static void sendError(RoutingContext context, Throwable cause) {
        ConsoleError error = toConsoleError(context, cause);
        ObjectNode body = JSON.createObjectNode();
        body.put("error", error.getMessage());
        sendJson(context, error.status(), body);
    }

    private static ConsoleError toConsoleError(RoutingContext context, Throwable cause) {
        if (cause instanceof ConsoleError error) {
            return error;
        }
        if (cause instanceof UnreadableFile unreadable) {
            return ConsoleError.invalid(unreadable.getMessage());
        }
        if (cause instanceof DeadLettersUnavailable unavailable) {
            return new ConsoleError(503, unavailable.getMessage());
        }
        if (cause instanceof LedgerDataRefused refused) {
            return ConsoleError.invalid("the ledger cannot store this: " + refused.getMessage());
        }
        if (cause instanceof LedgerException unavailable) {
            return new ConsoleError(503, "the ledger does not answer; try again: " + unavailable.getMessage());
        }
        LOG.error(
                "console: {} {} failed",
                context.request().method(),
                context.request().path(),
                cause);
        return new ConsoleError(500, "the console has an error of its own; the log of the program has the details");
    }
}
