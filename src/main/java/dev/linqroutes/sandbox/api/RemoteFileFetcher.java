package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.content.FileSignatures;
import dev.linqroutes.sandbox.content.RemoteFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Downloads files to see whether Linq could: at most 10 MB (reference 3.2) in 10 seconds, without redirects, and only from addresses
 * that others reach, too. Drops the bytes.
 */
public final class RemoteFileFetcher {
    static final long MAX_SIZE = 10 * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int HTTPS_PORT = 443;
    private static final int MAX_CONNECTIONS = 8;
    private static final int MAX_WAITING = 100;

    private final Vertx vertx;
    private final HttpClient client;
    private final Predicate<InetAddress> reachable;

    public RemoteFileFetcher(Vertx vertx) {
        this(vertx, new HttpClientOptions(), RemoteFileFetcher::isPublic);
    }

    RemoteFileFetcher(Vertx vertx, HttpClientOptions options, Predicate<InetAddress> reachable) {
        this.vertx = vertx;
        this.client =
                vertx.createHttpClient(options.setMaxPoolSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
        this.reachable = reachable;
    }

    /** Linq reaches no address of this machine or its network, nor may those who call the sandbox by it. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        return !(address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || shared);
    }

    /** Never fails. */
    public Future<RemoteFile> fetch(String url) {
        Promise<RemoteFile> result = Promise.promise();
        long timer = vertx.setTimer(LONGEST.toMillis(), late -> result.tryComplete(RemoteFile.notThere()));
        URI uri = URI.create(url);
        vertx.executeBlocking(() -> InetAddress.getByName(uri.getHost()), false)
                .compose(address -> reachable.test(address)
                        ? client.request(request(uri, address))
                        : Future.failedFuture("not a public address"))
                .onSuccess(request -> receive(request, result))
                .onFailure(error -> result.tryComplete(RemoteFile.notThere()));
        return result.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** To the address that was judged, whatever the name means a moment later. */
    private static RequestOptions request(URI uri, InetAddress address) {
        int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(true)
                .setHost(uri.getHost())
                .setPort(port)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static void receive(HttpClientRequest request, Promise<RemoteFile> result) {
        if (result.future().isComplete()) {
            request.reset();
            return;
        }
        // Also ends a download that takes too long.
        result.future().onComplete(done -> request.reset());
        request.send()
                .onSuccess(response -> read(response, result))
                .onFailure(error -> result.tryComplete(RemoteFile.notThere()));
    }

    private static void read(HttpClientResponse response, Promise<RemoteFile> result) {
        response.exceptionHandler(broken -> result.tryComplete(RemoteFile.notThere()));
        if (response.statusCode() != 200) {
            result.tryComplete(RemoteFile.notThere());
            return;
        }
        Buffer start = Buffer.buffer();
        long[] size = {0};
        response.handler(chunk -> {
            start.appendBuffer(chunk, 0, Math.min(FileSignatures.LENGTH - start.length(), chunk.length()));
            size[0] += chunk.length();
            if (size[0] > MAX_SIZE) {
                result.tryComplete(RemoteFile.tooLarge());
            }
        });
        response.endHandler(end -> result.tryComplete(
                new RemoteFile(RemoteFile.Outcome.THERE, type(response), size[0], start.getBytes())));
    }

    private static Optional<String> type(HttpClientResponse response) {
        return Optional.ofNullable(response.getHeader("Content-Type"))
                .map(type -> type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT));
    }
}
