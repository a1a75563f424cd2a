package dev.linqroutes.sandbox.api;

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
final class TargetUrlCheck {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

    private final Set<String> hosts;

    /** @param hosts names in lower case */
    TargetUrlCheck(Set<String> hosts) {
        this.hosts = hosts;
    }

    /** @return the version that the URL asks for */
    WebhookVersion requireReachable(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidValue("'target_url' is not a URL");
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("http") && (LOOPBACK.matcher(host).matches() || hosts.contains(host));
        if (host.isEmpty() || !plain && !scheme.equals("https")) {
            throw ApiError.invalidValue(
                    "'target_url' must be https, or http on this machine or on a host that --webhook-host names");
        }
        return WebhookVersion.of(uri)
                .orElseThrow(() -> ApiError.invalidValue("'target_url' asks for an unknown webhook version"));
    }
}
