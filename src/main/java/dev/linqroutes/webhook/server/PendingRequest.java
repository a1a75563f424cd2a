package dev.linqroutes.webhook.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/**
 * A webhook that is not answered yet, and its body. Whoever decides that it has to go may be another connection's thread: its
 * bytes are dropped at once then, and it is answered when its own thread comes to it.
 */
final class PendingRequest {
    private static final byte[] NOTHING = {};

    private final RoutingContext request;
    private final Context thread;
    private final int declaredBytes;
    private final int maxBytes;
    private byte[] body = NOTHING;
    private int length;
    private boolean isDiscarded;

    /**
     * @param declared bytes of its body, as its head says; 0 where it does not
     * @param most bytes that its body may have
     */
    PendingRequest(RoutingContext request, int declared, int most) {
        this.request = request;
        this.thread = request.vertx().getOrCreateContext();
        this.declaredBytes = declared;
        this.maxBytes = most;
    }

    /** Reads its body, then does the one thing; or, if it is larger than it may be, drops it and does the other. */
    void readBody(Runnable whole, Runnable tooLarge) {
        HttpServerRequest sender = request.request();
        sender.handler(chunk -> {
            if (!append(chunk)) {
                tooLarge.run();
            }
        });
        sender.endHandler(end -> {
            trim();
            whole.run();
        });
        if ("100-continue".equalsIgnoreCase(sender.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    /** Whether it goes on. What comes after a body was dropped is passed over. */
    private synchronized boolean append(Buffer chunk) {
        if (isDiscarded) {
            return true;
        }
        int now = length + chunk.length();
        if (now > maxBytes) {
            discard();
            return false;
        }
        if (now > body.length) {
            int twice = Math.min(maxBytes, 2 * body.length);
            body = Arrays.copyOf(body, Math.max(now, Math.max(declaredBytes, twice)));
        }
        chunk.getBytes(body, length);
        length = now;
        return true;
    }

    /** A body whose length was not declared has grown by more than it has. */
    private synchronized void trim() {
        body = length == body.length ? body : Arrays.copyOf(body, length);
    }

    private synchronized void discard() {
        isDiscarded = true;
        body = NOTHING;
        length = 0;
    }

    /** Its body, which is there: the one array that holds it, no copy beside what is charged. */
    synchronized byte[] body() {
        return body;
    }

    synchronized int length() {
        return length;
    }

    /** Answers it from another thread, unless it is answered or its sender has gone. */
    void respondUnavailable() {
        thread.runOnContext(now -> {
            if (!WebhookServerFactory.isAnswered(request)) {
                WebhookServerFactory.respondUnavailable(request);
            }
        });
    }

    /** The same for one whose body is not there: its connection is of no more use. */
    void abort() {
        discard();
        thread.runOnContext(now -> {
            if (!WebhookServerFactory.isAnswered(request)) {
                request.response()
                        .setStatusCode(WebhookServerFactory.UNAVAILABLE)
                        .end()
                        .onComplete(sent -> request.request().connection().close());
            }
        });
    }
}
