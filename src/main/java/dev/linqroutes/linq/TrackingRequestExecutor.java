package dev.linqroutes.linq;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests, and records in their context when one has started: a failure before that means it was certainly not sent.
 *
 * <p>Rejects a pooled connection with unread data: it would be taken for the response to the next request. Such data is the rest of
 * a response longer than its declared length, or what a server sends before it disconnects.
 */
final class TrackingRequestExecutor extends HttpRequestExecutor {
    private static final String STARTED = TrackingRequestExecutor.class.getName();

    /** The same as in the client's own check of a pooled connection. */
    private static final Timeout DATA_CHECK_TIMEOUT = Timeout.ofMilliseconds(1);

    /** The connection has unread data. */
    static final class DirtyConnection extends IOException {
        DirtyConnection() {
            super("unread data on a pooled connection");
        }
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback informationCallback,
            HttpContext context)
            throws IOException, HttpException {
        // CONNECT only requests a tunnel from a proxy.
        if (!Method.CONNECT.isSame(request.getMethod())) {
            if (connection.getEndpointDetails().getRequestCount() > 0
                    && connection.isDataAvailable(DATA_CHECK_TIMEOUT)) {
                throw new DirtyConnection();
            }
            context.setAttribute(STARTED, Boolean.TRUE);
        }
        return super.execute(request, connection, informationCallback, context);
    }

    /** Whether the server may have received a part of the request. */
    static boolean hasStarted(HttpContext context) {
        return context.getAttribute(STARTED) != null;
    }
}
