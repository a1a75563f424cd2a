package dev.linqroutes.remotefiles;

import dev.linqroutes.files.check.MediaSize;
import dev.linqroutes.files.check.MediaSizeInquiry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Asks with a HEAD request, so that nothing is downloaded. Whoever writes a sheet must not reach hosts of the network in which it is
 * checked: requests go to https addresses only, and to no host that not everybody reaches, also behind a redirect.
 */
public final class RemoteFileSizes implements MediaSizeInquiry, AutoCloseable {
    static final int MAX_REDIRECTS = 3;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** For an address, with its redirects. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final CloseableHttpClient client;

    /** A thread may wait for a name server longer than its request is waited for. */
    private final ExecutorService requests = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "media-sizes");
        thread.setDaemon(true);
        return thread;
    });

    /** @param reachable whether everybody reaches the address */
    public RemoteFileSizes(Predicate<InetAddress> reachable) {
        this(reachable, DefaultClientTlsStrategy.createDefault());
    }

    RemoteFileSizes(Predicate<InetAddress> reachable, TlsSocketStrategy tls) {
        Timeout connectTimeout = Timeout.of(CONNECT_TIMEOUT);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(only(reachable))
                        .setTlsSocketStrategy(tls)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connectTimeout)
                                .build())
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setHandshakeTimeout(connectTimeout)
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSoTimeout(Timeout.of(TIMEOUT))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(TIMEOUT))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /** The client connects to the addresses that were judged, whatever the name means a moment later. */
    private static DnsResolver only(Predicate<InetAddress> reachable) {
        DnsResolver all = SystemDefaultDnsResolver.INSTANCE;
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] found =
                        Stream.of(all.resolve(host)).filter(reachable).toArray(InetAddress[]::new);
                if (found.length == 0) {
                    throw new UnknownHostException(host + " has no public address");
                }
                return found;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    @Override
    public MediaSize ask(String url) throws InterruptedException {
        Future<MediaSize> answer = requests.submit(() -> askServers(url));
        try {
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return MediaSize.unknown("no answer within " + TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            return MediaSize.unknown(String.valueOf(e.getCause().getMessage()));
        } finally {
            answer.cancel(true);
        }
    }

    private MediaSize askServers(String url) throws IOException {
        URI at = URI.create(url);
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            if (!"https".equalsIgnoreCase(at.getScheme()) || at.getHost() == null) {
                return MediaSize.unknown("its server redirects to an address that is not https");
            }
            Answer answer = client.execute(new HttpHead(at), Answer::read);
            if (answer.location().isEmpty()) {
                return answer.size();
            }
            at = at.resolve(answer.location().get());
        }
        return MediaSize.unknown("its server redirects more than " + MAX_REDIRECTS + " times");
    }

    /** @param location of a redirect */
    private record Answer(Optional<String> location, MediaSize size) {
        static Answer read(HttpResponse response) {
            Optional<String> location =
                    Optional.ofNullable(response.getFirstHeader("Location")).map(Header::getValue);
            return response.getCode() / 100 == 3 && location.isPresent()
                    ? new Answer(location, MediaSize.unknown("a redirect"))
                    : new Answer(Optional.empty(), readSize(response));
        }

        private static MediaSize readSize(HttpResponse response) {
            if (response.getCode() != 200) {
                return MediaSize.unknown("its server answers HTTP " + response.getCode());
            }
            return Optional.ofNullable(response.getFirstHeader("Content-Length"))
                    .map(Header::getValue)
                    .filter(value -> value.matches("[0-9]{1,18}"))
                    .map(value -> MediaSize.of(Long.parseLong(value)))
                    .orElseGet(() -> MediaSize.unknown("its server does not say"));
        }
    }

    @Override
    public void close() throws IOException {
        requests.shutdownNow();
        client.close();
    }
}
