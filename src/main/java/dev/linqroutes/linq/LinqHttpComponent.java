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
 * How the HTTP component of Camel connects to Linq, as far as it has no option for it: a call as a whole has a deadline, a kept
 * connection is looked at before it is used again, and heads of answers are read as other programs' servers write them.
 */
@Component("http,https")
public final class LinqHttpComponent extends HttpComponent {
    /** Calls that follow at once do not lose the moment that a look takes; servers hang up later than that. */
    private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(20);

    // One thread: it only closes sockets, and rarely. It ends when there is nothing to wait for.
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "call-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** One for each name by which Camel looks for it. */
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

    /** A call as a whole takes no longer than both together: less than the leases of mailboxes count on. */
    private void limitClient(HttpClientBuilder client) {
        Duration longest = Duration.ofMillis(getConnectTimeout() + getResponseTimeout());
        client.setRequestExecutor(new TrackingRequestExecutor());
        client.addExecInterceptorFirst("whole-answer", new ResponseLimiter(longest, deadlines));
    }

    @Override
    protected HttpClientConnectionManager createConnectionManager(
            Registry<ConnectionSocketFactory> sockets, int most, int mostPerRoute, SocketConfig socketConfig) {
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                sockets,
                PoolConcurrencyPolicy.STRICT,
                TimeValue.ofMilliseconds(getConnectionTimeToLive()),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(LenientResponseParser.LIMITS)
                        .responseParserFactory(limits -> new LenientResponseParser())
                        .incomingContentLengthStrategy(LenientResponseParser::bodyLength)
                        // Who refuses a large request hangs up before all of it is sent.
                        .responseOutOfOrderStrategy(MonitoringResponseOutOfOrderStrategy.INSTANCE)
                        .build());
        connections.setMaxTotal(most > 0 ? most : getMaxTotalConnections());
        connections.setDefaultMaxPerRoute(mostPerRoute > 0 ? mostPerRoute : getConnectionsPerRoute());
        connections.setDefaultSocketConfig(socketConfig);
        Timeout connectTimeout = Timeout.ofMilliseconds(getConnectTimeout());
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setValidateAfterInactivity(VALIDATE_AFTER)
                .build());
        // For a handshake the client has no limit of its own.
        connections.setDefaultTlsConfig(
                TlsConfig.custom().setHandshakeTimeout(connectTimeout).build());
        return connections;
    }
}
