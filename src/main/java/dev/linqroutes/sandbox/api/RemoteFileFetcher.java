package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.content.FileSignatures;
import dev.linqroutes.sandbox.content.RemoteFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
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
import java.net.UnknownHostException;
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

    /** Hosts that are looked up at once; a silent name server holds each of them for a while. */
    private static final int MAX_LOOKUPS = 8;

    private final Vertx vertx;
    private final HttpClient client;
    private final WorkerExecutor lookups;
    private final Lookup names;
    private final Predicate<InetAddress> reachable;

    /** Finds the address of a host; may block for longer than a request lasts. */
    interface Lookup {
        InetAddress find(String host) throws UnknownHostException;
    }

    public RemoteFileFetcher(Vertx vertx) {
        this(vertx, new HttpClientOptions(), InetAddress::getByName, PublicAddress::isPublic);
    }

    RemoteFileFetcher(Vertx vertx, HttpClientOptions options, Lookup names, Predicate<InetAddress> reachable) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options.setMaxPoolSize(MAX_CONNECTIONS)
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectTimeout((int) LONGEST.toMillis()));
        this.lookups = vertx.createSharedWorkerExecutor("sandbox-lookups", MAX_LOOKUPS);
        this.names = names;
        this.reachable = reachable;
    }

    /** Never fails. */
    public Future<RemoteFile> fetch(String url) {
        Promise<RemoteFile> result = Promise.promise();
        long timer = vertx.setTimer(LONGEST.toMillis(), late -> result.tryComplete(RemoteFile.notThere()));
        URI uri = URI.create(url);
        lookups.executeBlocking(() -> find(uri.getHost(), result), false)
                .compose(address -> reachable.test(address)
                        ? client.request(request(uri, address))
                        : Future.failedFuture("not a public address"))
                .onSuccess(request -> receive(request, result))
                .onFailure(error -> result.tryComplete(RemoteFile.notThere()));
        return result.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private InetAddress find(String host, Promise<RemoteFile> result) throws UnknownHostException {
        if (result.future().isComplete()) {
            throw new UnknownHostException("its time was over before its turn came");
        }
        return names.find(host);
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
