package dev.linqroutes.linq;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.MicrometerUtils;
import org.apache.camel.spi.annotations.Component;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Camel's HTTP component with what it has no option for: a deadline for the whole call, validation of pooled connections before
 * they are reused, and lenient reading of response headers.
 */
@Component("http,https")
public final class LinqHttpComponent extends HttpComponent {
    /** Calls in quick succession skip the check, which takes a moment; servers keep a connection open for longer than this. */
    private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(20);

    // One thread: it only closes sockets, and rarely. It ends when no deadline is pending.
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "call-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** Binds one component under each of its names. */
    public static void bind(BiConsumer<String, Object> registry) {
        Stream.of("http", "https").forEach(name -> registry.accept(name, new LinqHttpComponent()));
    }

    private LinqHttpComponent() {
        deadlines.setRemoveOnCancelPolicy(true);
        deadlines.setKeepAliveTime(1, TimeUnit.MINUTES);
        deadlines.allowCoreThreadTimeOut(true);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        HttpEndpoint endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
        endpoint.setHttpClientConfigurer(
                CompositeHttpConfigurer.combineConfigurers(endpoint.getHttpClientConfigurer(), this::limitClient));
        return endpoint;
    }

    /** A whole call takes at most connect timeout plus response timeout: less than the leases of mailboxes allow for. */
    private void limitClient(HttpClientBuilder client) {
        Duration timeout = Duration.ofMillis(getConnectTimeout() + getResponseTimeout());
        client.setRequestExecutor(new TrackingRequestExecutor());
        client.addExecInterceptorFirst("response-limiter", new ResponseLimiter(timeout, deadlines));
        client.addExecInterceptorFirst(
                "request-timer",
                new RequestTimer(MicrometerUtils.getOrCreateMeterRegistry(
                        getCamelContext().getRegistry(), MicrometerConstants.METRICS_REGISTRY_NAME)));
    }

    @Override
    protected HttpClientConnectionManager createConnectionManager(
            Registry<ConnectionSocketFactory> sockets, int maxTotal, int maxPerRoute, SocketConfig socketConfig) {
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                sockets,
                PoolConcurrencyPolicy.STRICT,
                TimeValue.ofMilliseconds(getConnectionTimeToLive()),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(LenientResponseParser.LIMITS)
                        .responseParserFactory(limits -> new LenientResponseParser())
                        .incomingContentLengthStrategy(LenientResponseParser::bodyLength)
                        // A server that rejects a large request responds and disconnects before all of it is sent.
                        .responseOutOfOrderStrategy(MonitoringResponseOutOfOrderStrategy.INSTANCE)
                        .build());
        connections.setMaxTotal(maxTotal > 0 ? maxTotal : getMaxTotalConnections());
        connections.setDefaultMaxPerRoute(maxPerRoute > 0 ? maxPerRoute : getConnectionsPerRoute());
        connections.setDefaultSocketConfig(socketConfig);
        Timeout connectTimeout = Timeout.ofMilliseconds(getConnectTimeout());
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setValidateAfterInactivity(VALIDATE_AFTER)
                .build());
        // The client has no limit of its own for a TLS handshake.
        connections.setDefaultTlsConfig(
                TlsConfig.custom().setHandshakeTimeout(connectTimeout).build());
        return connections;
    }
}
