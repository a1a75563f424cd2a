package dev.linqroutes.linq;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;

/** Measures each request to Linq, from the wait for a connection to the head of the response: {@code linq.requests}. */
final class RequestTimer implements ExecChainHandler {
    private static final String NO_RESPONSE = "none";

    /** Around what Linq takes as a rule, and up to the default timeout. */
    private static final Duration[] BUCKETS = Stream.of(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterProvider<Timer> requests;

    RequestTimer(MeterRegistry metrics) {
        requests = Timer.builder("linq.requests")
                .description("Requests to Linq until the head of the response")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(metrics);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        long start = System.nanoTime();
        String status = NO_RESPONSE;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            status = statusLabel(response.getCode());
            return response;
        } finally {
            requests.withTags("endpoint", LinqPath.endpoint(request.getMethod(), request.getPath()), "status", status)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** 429 on its own: it is no error. */
    private static String statusLabel(int status) {
        return status == HttpStatus.SC_TOO_MANY_REQUESTS ? "429" : status / 100 + "xx";
    }
}
