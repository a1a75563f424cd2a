package dev.linqroutes.subscribe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address to which Linq sends webhooks, with the payload version (reference 4.1).
 *
 * @param version the version pinned by the query; empty if not pinned
 */
public record CallbackUrl(Address address, Optional<String> version) {
    /** The payload versions that the routes support; the first is the default. */
    static final List<String> SUPPORTED_VERSIONS = List.of("2026-02-03", "2025-01-01");

    private static final String DEFAULT_PATH = "/webhooks/linq";
    private static final String VERSION = "version=";
    private static final String ROTATION = "rotation=";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

    /** An address without version. Subscriptions with equal addresses are the same subscription. */
    public record Address(String scheme, String host, int port, String path, List<String> parameters) {
        /** Whether both addresses lead to the same route; the query is ignored. */
        boolean hasSameRoute(Address other) {
            return host.equals(other.host) && port == other.port && path.equals(other.path);
        }

        private String url() {
            String explicitPort = port == defaultPort(scheme) ? "" : ":" + port;
            return scheme + "://" + host + explicitPort + path
                    + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        }
    }

    /**
     * Parses an address parsed by a person. Adds the default path and the default version if missing.
     *
     * @throws IllegalArgumentException when Linq cannot use the address, or the version is not supported; the message is a
     *     predicate, to follow the name of the option or setting
     */
    public static CallbackUrl parse(String url) {
        URI uri = toUri(url).orElseThrow(() -> new IllegalArgumentException("is not a URL: \"" + url + "\""));
        String scheme = lower(uri.getScheme());
        require(scheme.equals("https") || scheme.equals("http"), "must start with https://, is \"" + url + "\"");
        require(
                uri.getHost() != null,
                "must contain a host name of letters, digits, hyphens and dots, is \"" + url + "\"");
        require(
                scheme.equals("https") || LOOPBACK.matcher(lower(uri.getHost())).matches(),
                "must start with https://, which Linq requires (http:// is allowed for a sandbox on this machine)");
        require(uri.getRawUserInfo() == null, "must not contain a user name or password");
        require(uri.getRawFragment() == null, "must not contain a fragment (#)");
        require(uri.getPort() != 0 && uri.getPort() <= 65_535, "must have a port from 1 to 65535");
        List<String> versions = versions(uri).toList();
        require(
                versions.isEmpty() || versions.size() == 1 && SUPPORTED_VERSIONS.contains(versions.get(0)),
                "has the unsupported version " + String.join(", ", versions) + "; supported are "
                        + String.join(" and ", SUPPORTED_VERSIONS));
        Address parsed = toAddress(uri);
        String path = parsed.path().equals("/") ? DEFAULT_PATH : parsed.path();
        return new CallbackUrl(
                new Address(parsed.scheme(), parsed.host(), parsed.port(), path, parsed.parameters()),
                Optional.of(versions.isEmpty() ? SUPPORTED_VERSIONS.get(0) : versions.get(0)));
    }

    /** Parses an address that Linq returned. Empty if it is not a URL with a host. */
    static Optional<CallbackUrl> fromLinq(String url) {
        return toUri(url)
                .filter(uri -> uri.getScheme() != null && uri.getHost() != null)
                .map(uri -> new CallbackUrl(toAddress(uri), versions(uri).findFirst()));
    }

    boolean hasSupportedVersion() {
        return version.filter(SUPPORTED_VERSIONS::contains).isPresent();
    }

    boolean hasSameAddress(CallbackUrl other) {
        return address.equals(other.address);
    }

    /** An address of the same route with another query and without version, for a second subscription while the secret is rotated. */
    public String rotatedUrl() {
        List<String> parameters = new ArrayList<>(address.parameters());
        String next = parameters.contains(ROTATION + 2) ? ROTATION + 3 : ROTATION + 2;
        parameters.removeIf(parameter -> parameter.startsWith(ROTATION));
        parameters.add(next);
        return new Address(address.scheme(), address.host(), address.port(), address.path(), parameters).url();
    }

    public String url() {
        String url = address.url();
        return version.map(each -> url + (address.parameters().isEmpty() ? "?" : "&") + VERSION + each)
                .orElse(url);
    }

    @Override
    public String toString() {
        return url();
    }

    private static Optional<URI> toUri(String url) {
        try {
            return Optional.of(new URI(new URI(url.strip()).toASCIIString()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Address toAddress(URI uri) {
        String scheme = lower(uri.getScheme());
        return new Address(
                scheme,
                lower(uri.getHost()),
                uri.getPort() == -1 ? defaultPort(scheme) : uri.getPort(),
                uri.getRawPath().isEmpty() ? "/" : uri.getRawPath(),
                parameters(uri).filter(each -> !each.startsWith(VERSION)).toList());
    }

    private static Stream<String> versions(URI uri) {
        return parameters(uri)
                .filter(parameter -> parameter.startsWith(VERSION))
                .map(parameter -> parameter.substring(VERSION.length()));
    }

    private static Stream<String> parameters(URI uri) {
        return uri.getRawQuery() == null
                ? Stream.empty()
                : Stream.of(uri.getRawQuery().split("&")).filter(parameter -> !parameter.isEmpty());
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("http") ? 80 : 443;
    }

    private static String lower(String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
