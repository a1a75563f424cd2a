package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.account.WebhookVersion;
import dev.linqroutes.sandbox.http.ApiError;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides where webhooks may go. Linq requires https; the sandbox also takes http, without a certificate, on this machine and on
 * hosts that were named to it.
 */
public final class TargetUrlCheck {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

    static final String RULE = "must be https, or http on this machine or on a host that --webhook-host names";

    private final Set<String> hosts;

    /** @param hosts names in lower case */
    public TargetUrlCheck(Set<String> hosts) {
        this.hosts = hosts;
    }

    /**
     * @return the version that the URL asks for
     * @throws ApiError 400/1005
     */
    public WebhookVersion requireReachable(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidValue("'target_url' is not a URL");
        }
        if (!allows(uri)) {
            throw ApiError.invalidValue("'target_url' " + RULE);
        }
        return WebhookVersion.of(uri)
                .orElseThrow(() -> ApiError.invalidValue("'target_url' asks for an unknown webhook version"));
    }

    boolean allows(URI url) {
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("http") && (LOOPBACK.matcher(host).matches() || hosts.contains(host));
        return !host.isEmpty() && (plain || scheme.equals("https"));
    }
}
