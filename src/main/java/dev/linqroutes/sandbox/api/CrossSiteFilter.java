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
 * Keeps out the other pages in a developer's browser. Whoever owns a name can point it at this machine (DNS rebinding), and the
 * browser then takes the sandbox for a part of their page; so the host of a request has to be an address, which nobody can point
 * elsewhere, or a name that is known to be the sandbox's. The port does not matter: it may be forwarded. And a page of another
 * site may send requests whose answer it cannot read; so what changes anything has to come from the sandbox's own page or from a
 * program, which names no site.
 */
final class CrossSiteFilter {
    private static final Pattern HOST = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|\\[.*");
    private static final Set<String> OWN_PAGE = Set.of("same-origin", "none");

    private final Set<String> names;

    /** @param names beside localhost */
    CrossSiteFilter(Set<String> names) {
        this.names = names.stream().map(CrossSiteFilter::lower).collect(Collectors.toCollection(HashSet::new));
        this.names.add("localhost");
    }

    /** Why the request is not answered; empty when it is. */
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
