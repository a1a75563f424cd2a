package dev.linqroutes.webhook.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/**
 * An unanswered webhook and its body. Another connection's thread may abort it: the bytes are then freed at once, and the
 * response is sent by the request's own thread.
 */
final class PendingRequest {
    private static final byte[] NOTHING = {};

    private final RoutingContext request;
    private final Context context;
    private final int declaredBytes;
    private final int maxBytes;
    private byte[] body = NOTHING;
    private int length;
    private boolean isDiscarded;

    /**
     * @param declaredBytes value of Content-Length; 0 if absent
     * @param maxBytes limit for the body
     */
    PendingRequest(RoutingContext request, int declaredBytes, int maxBytes) {
        this.request = request;
        this.context = request.vertx().getOrCreateContext();
        this.declaredBytes = declaredBytes;
        this.maxBytes = maxBytes;
    }

    /** Reads the body, then runs {@code onComplete}; a body that is too large is discarded, and {@code onTooLarge} runs. */
    void readBody(Runnable onComplete, Runnable onTooLarge) {
        HttpServerRequest httpRequest = request.request();
        httpRequest.handler(chunk -> {
            if (!append(chunk)) {
                onTooLarge.run();
            }
        });
        httpRequest.endHandler(end -> {
            trim();
            onComplete.run();
        });
        if ("100-continue".equalsIgnoreCase(httpRequest.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    /** False when this chunk makes the body too large. Chunks of a discarded body are ignored. */
    private synchronized boolean append(Buffer chunk) {
        if (isDiscarded) {
            return true;
        }
        int newLength = length + chunk.length();
        if (newLength > maxBytes) {
            discard();
            return false;
        }
        if (newLength > body.length) {
            int doubled = Math.min(maxBytes, 2 * body.length);
            body = Arrays.copyOf(body, Math.max(newLength, Math.max(declaredBytes, doubled)));
        }
        chunk.getBytes(body, length);
        length = newLength;
        return true;
    }

    /** Frees the spare capacity that a body of undeclared length has grown. */
    private synchronized void trim() {
        body = length == body.length ? body : Arrays.copyOf(body, length);
    }

    private synchronized void discard() {
        isDiscarded = true;
        body = NOTHING;
        length = 0;
    }

    /** The complete body. Not a copy: the admission buffer is charged for this array only. */
    synchronized byte[] body() {
        return body;
    }

    synchronized int length() {
        return length;
    }

    /** Answers 503 on the request's own thread, unless it is answered or the client has disconnected. */
    void respondUnavailable() {
        context.runOnContext(ignored -> {
            if (!WebhookServerFactory.isAnswered(request)) {
                WebhookServerFactory.respondUnavailable(request);
            }
        });
    }

    /** Answers 503 to a request with an incomplete body, and closes its connection. */
    void abort() {
        discard();
        context.runOnContext(ignored -> {
            if (!WebhookServerFactory.isAnswered(request)) {
                request.response()
                        .setStatusCode(WebhookServerFactory.UNAVAILABLE)
                        .end()
                        .onComplete(sent -> request.request().connection().close());
            }
        });
    }
}
