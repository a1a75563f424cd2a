package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.http.ApiError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses requests that other web sites send through a developer's browser. Against DNS rebinding, the host of a request must be
 * an IP address or a configured name of the sandbox; the port is ignored, since it may be forwarded. Against cross-site request
 * forgery, a request that changes anything must have the sandbox's own origin, or none, as requests of programs.
 */
final class CrossSiteFilter {
    private static final Pattern HOST = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|\\[.*");
    private static final Set<String> OWN_PAGE = Set.of("same-origin", "none");

    private final Set<String> names;

    /** @param names host names in addition to localhost */
    CrossSiteFilter(Set<String> names) {
        this.names = names.stream().map(CrossSiteFilter::lower).collect(Collectors.toCollection(HashSet::new));
        this.names.add("localhost");
    }

    /** The reason to refuse the request; empty if it is allowed. */
    Optional<ApiError> findError(HttpMethod method, MultiMap headers) {
        List<String> hosts = headers.getAll("Host");
        String host = hosts.size() == 1 ? lower(hosts.get(0)) : "";
        if (!isOwn(host)) {
            return Optional.of(new ApiError(
                    421,
                    1005,
                    "\"" + String.join(", ", hosts)
                            + "\" is not a name of this sandbox; if it is, start the sandbox with --allowed-host"));
        }
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return reads || isFromOwnPage(host, headers)
                ? Optional.empty()
                : Optional.of(new ApiError(403, 1005, "The request comes from another site"));
    }

    private boolean isOwn(String host) {
        Matcher parts = HOST.matcher(host);
        return parts.matches() && (ADDRESS.matcher(parts.group(1)).matches() || names.contains(parts.group(1)));
    }

    private static boolean isFromOwnPage(String host, MultiMap headers) {
        return headers.getAll("Origin").stream()
                        .map(CrossSiteFilter::lower)
                        .allMatch(origin -> origin.equals("http://" + host) || origin.equals("https://" + host))
                && OWN_PAGE.containsAll(headers.getAll("Sec-Fetch-Site"));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
