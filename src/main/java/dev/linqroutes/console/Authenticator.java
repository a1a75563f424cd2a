package dev.linqroutes.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decides who sent a request, and refuses what other web sites send through somebody's browser.
 *
 * <p>A program sends a token ({@code Authorization: Bearer …}). A browser gets a cookie for it that ends after twelve hours; it is signed
 * with the token, so that it is valid on every instance and after a restart, and no longer when the token changes.
 */
final class Authenticator {
    static final String COOKIE = "linq_console";

    /** Requests that change anything must have it: no form of another web site can send it. */
    static final String OWN_HEADER = "X-Linq-Console";

    static final Duration SESSION = Duration.ofHours(12);

    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "Bearer ";
    private static final String LOCAL_USER = "local";
    private static final int MAX_NAME_LENGTH = 100;

    private final AccessRules rules;
    private final Clock clock;

    Authenticator(AccessRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Against DNS rebinding: without a token, the request must be addressed to this machine. Against cross-site request forgery: a request
     * that changes anything must come from the page, or from a program.
     *
     * @throws ConsoleError if the request is refused
     */
    void requireOwnSite(HttpServerRequest request) {
        String host = Optional.ofNullable(request.getHeader("Host")).orElse("");
        if (rules.isOpenLocally() && !isLocalHost(host)) {
            throw new ConsoleError(
                    403, "this console is open on this machine only; use http://127.0.0.1 or http://localhost");
        }
        if (SAFE_METHODS.contains(request.method())) {
            return;
        }
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        boolean foreign = origin != null && !isOrigin(origin, host) || site != null && !site.equals("same-origin");
        if (foreign || request.getHeader(OWN_HEADER) == null) {
            throw new ConsoleError(
                    403, "the request does not come from the console; a program must send the header " + OWN_HEADER);
        }
    }

    private static boolean isLocalHost(String host) {
        String name = host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.replaceFirst(":\\d+$", "");
        return Set.of("localhost", "127.0.0.1", "[::1]").contains(name);
    }

    private static boolean isOrigin(String origin, String host) {
        try {
            return host.equals(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The sender; empty when it must sign in. */
    Optional<Viewer> authenticate(HttpServerRequest request) {
        if (rules.isClosed()) {
            throw new ConsoleError(
                    403,
                    "the console is closed: it can be reached from other machines, and no token is set. Set CONSOLE_TOKEN, or"
                            + " OBSERVE_HOST to 127.0.0.1");
        }
        Optional<Viewer> byToken = bearer(request).flatMap(this::tokenViewer);
        if (rules.userHeader().isPresent() && (rules.isLocal() || byToken.isPresent())) {
            return rules.userHeader()
                    .map(request::getHeader)
                    .filter(name -> !name.isBlank())
                    .map(name -> new Viewer(name, rules.operators().contains(name)));
        }
        if (rules.isOpenLocally()) {
            return Optional.of(new Viewer(LOCAL_USER, true));
        }
        return byToken.or(() ->
                Optional.ofNullable(request.getCookie(COOKIE)).flatMap(cookie -> cookieViewer(cookie.getValue())));
    }

    private static Optional<String> bearer(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private Optional<Viewer> tokenViewer(String token) {
        // Both are compared, whatever the result of the first.
        boolean operates = isEqual(rules.token(), token);
        boolean views = isEqual(rules.viewToken(), token);
        return operates || views ? Optional.of(new Viewer("token", operates)) : Optional.empty();
    }

    private static boolean isEqual(Optional<String> expected, String token) {
        return expected.filter(each -> MessageDigest.isEqual(
                        each.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    /**
     * The value of the cookie for a person who signs in.
     *
     * @param name that the person gives, for the audit log
     * @throws ConsoleError when the token is wrong
     */
    String signIn(String token, String name) {
        Viewer viewer = tokenViewer(token)
                .orElseThrow(() -> new ConsoleError(401, "the token is wrong; the operator has it as CONSOLE_TOKEN"));
        String shown = name.isBlank() ? "anonymous" : name.strip();
        String content = encode(shown.substring(0, Math.min(shown.length(), MAX_NAME_LENGTH)))
                + "." + (viewer.mayOperate() ? "operate" : "view") + "."
                + clock.instant().plus(SESSION).getEpochSecond();
        return content + "." + sign(content, viewer.mayOperate());
    }

    private Optional<Viewer> cookieViewer(String cookie) {
        List<String> parts = List.of(cookie.split("\\.", -1));
        if (parts.size() != 4) {
            return Optional.empty();
        }
        boolean operates = parts.get(1).equals("operate");
        if (operates ? rules.token().isEmpty() : rules.viewToken().isEmpty()) {
            return Optional.empty();
        }
        String content = String.join(".", parts.subList(0, 3));
        boolean genuine = MessageDigest.isEqual(
                sign(content, operates).getBytes(StandardCharsets.UTF_8),
                parts.get(3).getBytes(StandardCharsets.UTF_8));
        // Only what was signed here is parsed.
        return genuine && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts.get(2))))
                ? Optional.of(new Viewer(decode(parts.get(0)), operates))
                : Optional.empty();
    }

    private String sign(String content, boolean operates) {
        String key = (operates ? rules.token() : rules.viewToken()).orElseThrow();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(("console." + content).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
