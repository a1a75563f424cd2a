package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.content.FetchedFiles;
import dev.linqroutes.sandbox.content.RemoteFile;
import dev.linqroutes.sandbox.http.ApiResponse;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls endpoints, and where files are fetched, again with each file that they need. */
final class EndpointCaller {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Optional<Function<String, Future<RemoteFile>>> fetcher;

    /** @param fetcher empty where nothing is fetched */
    EndpointCaller(Optional<Function<String, Future<RemoteFile>>> fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * @param wanted whether the client is still there: what it has given up is not begun
     * @return complete at once unless a file has to be fetched; failed with what the endpoint threw
     */
    Future<ApiResponse> call(Supplier<ApiResponse> endpoint, BooleanSupplier wanted) {
        if (fetcher.isEmpty()) {
            return answer(endpoint);
        }
        return new Attempt(endpoint, wanted, fetcher.get(), System.nanoTime() + LONGEST.toNanos(), new HashMap<>())
                .run();
    }

    private static Future<ApiResponse> answer(Supplier<ApiResponse> endpoint) {
        try {
            return Future.succeededFuture(endpoint.get());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** @param deadline for all files of a request, in the time of {@link System#nanoTime} */
    private record Attempt(
            Supplier<ApiResponse> endpoint,
            BooleanSupplier wanted,
            Function<String, Future<RemoteFile>> fetcher,
            long deadline,
            Map<String, RemoteFile> fetched) {
        Future<ApiResponse> run() {
            return answer(() -> FetchedFiles.during(fetched, endpoint))
                    .recover(error -> error instanceof FetchedFiles.Missing missing
                            ? fetch(missing.url()).compose(this::again)
                            : Future.failedFuture(error));
        }

        private Future<RemoteFile> fetch(String url) {
            Future<RemoteFile> file = System.nanoTime() - deadline < 0
                    ? fetcher.apply(url)
                    : Future.succeededFuture(RemoteFile.notThere());
            return file.onSuccess(there -> fetched.put(url, there));
        }

        private Future<ApiResponse> again(RemoteFile file) {
            return wanted.getAsBoolean() ? run() : Future.failedFuture("the client has gone");
        }
    }
}
