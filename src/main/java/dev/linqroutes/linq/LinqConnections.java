package dev.linqroutes.linq;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How the HTTP component of Camel connects to Linq, as far as it has no option for it: a call as a whole has a deadline, and a
 * kept connection is looked at before it is used again.
 */
public final class LinqConnections {
    /** Calls that follow at once do not lose the moment that a look takes; servers hang up later than that. */
    private static final TimeValue LOOK_AFTER = TimeValue.ofMilliseconds(20);

    private final Timeout connectTimeout;
    private final Duration longest;
    private final ScheduledThreadPoolExecutor deadlines;

    /**
     * A call as a whole takes no longer than both together: less than the leases of mailboxes count on.
     *
     * @param connectTimeout to connect in, and for a TLS handshake
     * @param responseTimeout to wait for the next bytes of an answer
     */
    public LinqConnections(Duration connectTimeout, Duration responseTimeout) {
        this.connectTimeout = Timeout.of(connectTimeout);
        this.longest = connectTimeout.plus(responseTimeout);
        // One thread: it only closes sockets, and rarely. It ends when there is nothing to wait for.
        this.deadlines = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "call-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
        deadlines.setKeepAliveTime(longest.toMillis(), TimeUnit.MILLISECONDS);
        deadlines.allowCoreThreadTimeOut(true);
    }

    /** Every HTTP endpoint that the context makes from now on is connected so. */
    public void of(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> bound(endpoint));
    }

    private Endpoint bound(Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http) {
            http.setHttpClientConfigurer(
                    CompositeHttpConfigurer.combineConfigurers(http.getHttpClientConfigurer(), this::bound));
            if (http.getClientConnectionManager() instanceof PoolingHttpClientConnectionManager kept) {
                lookAt(kept);
            }
        }
        return endpoint;
    }

    private void bound(HttpClientBuilder client) {
        client.setRequestExecutor(new RequestSender());
        client.addExecInterceptorFirst("whole-answer", new WholeAnswer(longest, deadlines));
    }

    private void lookAt(PoolingHttpClientConnectionManager kept) {
        kept.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setValidateAfterInactivity(LOOK_AFTER)
                .build());
        kept.setDefaultTlsConfig(
                TlsConfig.custom().setHandshakeTimeout(connectTimeout).build());
    }
}
