package dev.linqroutes.sandbox.content;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files that the request which is handled now has had fetched. An endpoint asks for files before it changes anything; for one that
 * is missing it is left by {@link Missing}, and called again once the file is there.
 */
public final class FetchedFiles {
    /** Empty where nothing is fetched. Set only during a call, which never leaves its thread. */
    private static final ThreadLocal<Map<String, RemoteFile>> CURRENT = new ThreadLocal<>();

    private FetchedFiles() {}

    /** A file that has to be fetched first. */
    public static final class Missing extends RuntimeException {
        private final String url;

        private Missing(String url) {
            super(url, null, false, false);
            this.url = url;
        }

        public String url() {
            return url;
        }
    }

    public static <T> T during(Map<String, RemoteFile> fetched, Supplier<T> call) {
        CURRENT.set(fetched);
        try {
            return call.get();
        } finally {
            CURRENT.remove();
        }
    }

    /**
     * @return empty where nothing is fetched
     * @throws Missing where it is, and this file is not yet
     */
    static Optional<RemoteFile> find(String url) {
        Optional<Map<String, RemoteFile>> fetched = Optional.ofNullable(CURRENT.get());
        if (fetched.isPresent() && !fetched.get().containsKey(url)) {
            throw new Missing(url);
        }
        return fetched.map(files -> files.get(url));
    }
}
