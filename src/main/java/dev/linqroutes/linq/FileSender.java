package dev.linqroutes.linq;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Sends the bytes of a file to where Linq has reserved space for them; without the API key. */
final class FileSender {
    private final HttpClient client;

    FileSender(Duration connectTimeout) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.getDefault())
                .connectTimeout(connectTimeout)
                .build();
    }

    /**
     * Returns the status of the response.
     *
     * @param content read while it is sent, so that a file is never in memory as a whole
     * @param timeout of the request as a whole
     * @throws IOException if there is no response in time, or the content could not be read
     */
    int put(UploadReservation to, Supplier<InputStream> content, long size, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to.url())
                // With a length: storage rejects a body of unknown length.
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), size));
        try {
            to.headers().forEach(request::setHeader);
        } catch (IllegalArgumentException e) {
            throw new IOException("the required headers cannot be sent: " + e.getMessage(), e);
        }
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(request.build(), BodyHandlers.discarding());
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            throw new IOException("not uploaded within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException(String.valueOf(e.getCause()), e.getCause());
        } finally {
            response.cancel(true);
        }
    }
}
