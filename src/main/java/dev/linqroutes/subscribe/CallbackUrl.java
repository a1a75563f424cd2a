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
 * Where Linq sends webhooks, and in which version (reference 4.1).
 *
 * @param version as the address pins it; empty where it does not
 */
public record CallbackUrl(Address address, Optional<String> version) {
    /** The versions that the routes understand, the one they ask for first. */
    static final List<String> SUPPORTED_VERSIONS = List.of("2026-02-03", "2025-01-01");

    private static final String DEFAULT_PATH = "/webhooks/linq";
    private static final String VERSION = "version=";
    private static final String ROTATION = "rotation=";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

    /** An address without its version: two targets with the same place are one. */
    public record Address(String scheme, String host, int port, String path, List<String> parameters) {
        /** Whether both are served by the same route, whatever the query says. */
        boolean hasSameRoute(Address other) {
            return host.equals(other.host) && port == other.port && path.equals(other.path);
        }

        private String url() {
            String shownPort = port == defaultPort(scheme) ? "" : ":" + port;
            return scheme + "://" + host + shownPort + path
                    + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        }
    }

    /**
     * The target that a person asks for. Where the address has no path it gets that of the routes, where it names no version
     * the newest that they understand.
     *
     * @throws IllegalArgumentException when Linq could not reach it, or would send what the routes do not understand; the
     *     message follows the name of what held the address
     */
    public static CallbackUrl parse(String url) {
        URI uri = toUri(url).orElseThrow(() -> new IllegalArgumentException("is no URL: \"" + url + "\""));
        String scheme = lower(uri.getScheme());
        require(scheme.equals("https") || scheme.equals("http"), "must begin with https://, is \"" + url + "\"");
        require(uri.getHost() != null, "must name a host in letters, digits, hyphens and dots, is \"" + url + "\"");
        require(
                scheme.equals("https") || LOOPBACK.matcher(lower(uri.getHost())).matches(),
                "must begin with https://: Linq sends to no other address (http will do for a sandbox on this machine)");
        require(uri.getRawUserInfo() == null, "must hold no user name and no password");
        require(uri.getRawFragment() == null, "must have no part behind a #");
        require(uri.getPort() != 0 && uri.getPort() <= 65_535, "must have a port from 1 to 65535");
        List<String> versions = versions(uri).toList();
        require(
                versions.isEmpty() || versions.size() == 1 && SUPPORTED_VERSIONS.contains(versions.get(0)),
                "asks for version " + String.join(", ", versions) + "; the routes understand "
                        + String.join(" and ", SUPPORTED_VERSIONS));
        Address given = toAddress(uri);
        String path = given.path().equals("/") ? DEFAULT_PATH : given.path();
        return new CallbackUrl(
                new Address(given.scheme(), given.host(), given.port(), path, given.parameters()),
                Optional.of(versions.isEmpty() ? SUPPORTED_VERSIONS.get(0) : versions.get(0)));
    }

    /** An address as Linq tells it. Empty when it is no address that the routes could have. */
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

    /** The same place under another address, without a version: for a second subscription while the secret is changed. */
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
