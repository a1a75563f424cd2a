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
 * Sends requests, and notes when one is begun: what fails before that was not sent for sure.
 *
 * <p>A kept connection on which something has come that belongs to no request is not used: it would be taken for the answer to
 * the next one. Such are the rest of an answer that was longer than it said, and what a server says before it hangs up.
 */
final class TrackingRequestExecutor extends HttpRequestExecutor {
    private static final String STARTED = TrackingRequestExecutor.class.getName();

    /** As long as the client itself looks at a connection before it is used again. */
    private static final Timeout DATA_CHECK_TIMEOUT = Timeout.ofMilliseconds(1);

    /** Something has come that nobody asked for. */
    static final class DirtyConnection extends IOException {
        DirtyConnection() {
            super("something came on the connection that belongs to no request");
        }
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback informationCallback,
            HttpContext context)
            throws IOException, HttpException {
        // That only asks a proxy for a tunnel.
        if (!Method.CONNECT.isSame(request.getMethod())) {
            if (connection.getEndpointDetails().getRequestCount() > 0
                    && connection.isDataAvailable(DATA_CHECK_TIMEOUT)) {
                throw new DirtyConnection();
            }
            context.setAttribute(STARTED, Boolean.TRUE);
        }
        return super.execute(request, connection, informationCallback, context);
    }

    /** Whether the server may have got anything of the request. */
    static boolean hasStarted(HttpContext context) {
        return context.getAttribute(STARTED) != null;
    }
}
