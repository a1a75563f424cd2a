package dev.linqroutes.sandbox.page;

import dev.linqroutes.sandbox.account.Account;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;

/**
 * The complete record of the sandbox, for tests and reports:
 * {@code {"chats": [{"chat", "messages", "actions"}], "refused": [{"method", "path", "status", "code"}]}}. Beyond what the API
 * shows, a chat has {@code name} and {@code icon_source} (null until set) and a message its {@code idempotency_key}, and {@code poll} if it is one.
 * {@code refused} has the latest 1,000 refused calls since the start.
 *
 * <p>Sent piece by piece, as fast as the client takes it, so that it is never in memory as a whole. A large one can therefore show
 * changes that were made meanwhile.
 */
public final class RecordPage {
    private final HttpServerResponse response;
    private final Iterator<String> pieces;

    private RecordPage(HttpServerResponse response, Iterator<String> pieces) {
        this.response = response;
        this.pieces = pieces;
    }

    public static void serve(Account account, RoutingContext context) {
        HttpServerResponse response = context.response().setChunked(true).putHeader("Content-Type", "application/json");
        RecordPage page = new RecordPage(response, new RecordText(account));
        response.drainHandler(drained -> page.send());
        page.send();
    }

    private void send() {
        while (pieces.hasNext() && !response.closed() && !response.writeQueueFull()) {
            response.write(pieces.next());
        }
        if (!pieces.hasNext() && !response.ended() && !response.closed()) {
            response.end();
        }
    }
}
