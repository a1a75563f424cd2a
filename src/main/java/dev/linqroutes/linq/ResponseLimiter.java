package dev.linqroutes.linq;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Makes a call come to an end: in a given time as a whole, however slowly its answer trickles, and with an answer of a given
 * size. Of an answer whose status has come the rest does not matter: a body that breaks off, is too long or cannot be unpacked
 * is left out as far as it cannot be read.
 */
final class ResponseLimiter implements ExecChainHandler {
    /** Kept connections that are found spoilt one after another; then the call is tried later. */
    private static final int MAX_TRIES = 3;

    private final Duration timeout;
    private final ScheduledThreadPoolExecutor deadlines;

    /** @param longest from the first step to the last byte */
    ResponseLimiter(Duration longest, ScheduledThreadPoolExecutor deadlines) {
        this.timeout = longest;
        this.deadlines = deadlines;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException {
        // Camel's requests can be cancelled, at any step and from any thread.
        CancellableDependency call = (CancellableDependency) scope.originalRequest;
        Future<?> deadline = deadlines.schedule(call::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = proceed(request, scope, chain);
            bufferBody(response);
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            Exception reason = call.isCancelled() ? timedOut() : e;
            throw TrackingRequestExecutor.hasStarted(scope.clientContext)
                    ? responseLost(reason)
                    : new RequestNotSent(reason);
        } finally {
            deadline.cancel(false);
        }
    }

    private ClassicHttpResponse proceed(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpRequest next = request;
        for (int tries = 1; ; tries++) {
            try {
                ClassicHttpResponse response = chain.proceed(next, scope);
                if (!TrackingRequestExecutor.hasStarted(scope.clientContext)) {
                    response.close();
                    throw new HttpException("the proxy refuses the connection to Linq with HTTP " + response.getCode());
                }
                return response;
            } catch (TrackingRequestExecutor.DirtyConnection e) {
                if (tries == MAX_TRIES) {
                    throw e;
                }
                next = ClassicRequestBuilder.copy(scope.originalRequest).build();
            }
        }
    }

    private Exception timedOut() {
        return new InterruptedIOException("no whole answer within " + timeout.toMillis() + " ms");
    }

    private static IOException responseLost(Exception reason) {
        if (reason instanceof IOException io) {
            return io;
        }
        String what = reason instanceof HttpException
                ? "what has answered does not speak HTTP/1.1, look at LINQ_API_URL and at what stands between: "
                : "";
        return new IOException(what + reason.getMessage(), reason);
    }

    private static void bufferBody(ClassicHttpResponse response) throws IOException {
        resolveRetryDate(response);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        byte[] body = readBody(response, entity);
        String codings = Arrays.stream(response.getHeaders(HttpHeaders.CONTENT_ENCODING))
                .map(Header::getValue)
                .collect(Collectors.joining(","));
        body = ContentDecoder.decode(body, codings, ResponseInterpreter.MAX_BODY_BYTES);
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        response.setEntity(
                body.length == 0 ? null : new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
    }

    private static byte[] readBody(ClassicHttpResponse response, HttpEntity entity) throws IOException {
        InputStream in = entity.getContent();
        byte[] body = ContentDecoder.readUpTo(in, ResponseInterpreter.MAX_BODY_BYTES);
        boolean whole = false;
        try {
            whole = in.read() < 0;
        } catch (IOException e) {
            // It broke off.
        }
        if (!whole) {
            // Hangs up instead of reading the rest.
            response.close();
        }
        return body;
    }

    /** A date is meant by the clock of whoever wrote it, and clocks differ. */
    private static void resolveRetryDate(ClassicHttpResponse response) {
        Header date = response.getFirstHeader(HttpHeaders.DATE);
        Header[] waits = response.getHeaders(HttpHeaders.RETRY_AFTER);
        if (date == null || waits.length != 1) {
            return;
        }
        RetryAfterParser.parseDate(waits[0].getValue().strip())
                .flatMap(until -> RetryAfterParser.parseDate(date.getValue().strip())
                        .map(now -> Math.max(0, Duration.between(now, until).toSeconds())))
                .ifPresent(seconds -> response.setHeader(HttpHeaders.RETRY_AFTER, seconds));
    }
}
