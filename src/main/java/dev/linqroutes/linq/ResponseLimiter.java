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
 * Limits the duration of a whole call, however slowly its response arrives, and the size of the response. Once the status has
 * arrived, a body that is truncated, too long or cannot be decompressed is used as far as it can be read.
 */
final class ResponseLimiter implements ExecChainHandler {
    /** Number of dirty pooled connections in a row after which the call is retried later. */
    private static final int MAX_TRIES = 3;

    private final Duration timeout;
    private final ScheduledThreadPoolExecutor deadlines;

    /** @param timeout from the start of the call to the last byte of the response */
    ResponseLimiter(Duration timeout, ScheduledThreadPoolExecutor deadlines) {
        this.timeout = timeout;
        this.deadlines = deadlines;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException {
        // Camel's requests can be cancelled at any time and from any thread.
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
                    throw new HttpException("the proxy rejects the connection to Linq with HTTP " + response.getCode());
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
        return new InterruptedIOException("no complete response within " + timeout.toMillis() + " ms");
    }

    private static IOException responseLost(Exception reason) {
        if (reason instanceof IOException io) {
            return io;
        }
        String prefix = reason instanceof HttpException
                ? "the response is not HTTP/1.1; check LINQ_API_URL and the network in between: "
                : "";
        return new IOException(prefix + reason.getMessage(), reason);
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
        boolean complete = false;
        try {
            complete = in.read() < 0;
        } catch (IOException e) {
            // Truncated.
        }
        if (!complete) {
            // Closes the connection instead of reading the rest.
            response.close();
        }
        return body;
    }

    /** A date is by the server's clock, which may differ from ours: replaces it by seconds. */
    private static void resolveRetryDate(ClassicHttpResponse response) {
        Header date = response.getFirstHeader(HttpHeaders.DATE);
        Header[] values = response.getHeaders(HttpHeaders.RETRY_AFTER);
        if (date == null || values.length != 1) {
            return;
        }
        RetryAfterParser.parseDate(values[0].getValue().strip())
                .flatMap(until -> RetryAfterParser.parseDate(date.getValue().strip())
                        .map(now -> Math.max(0, Duration.between(now, until).toSeconds())))
                .ifPresent(seconds -> response.setHeader(HttpHeaders.RETRY_AFTER, seconds));
    }
}
