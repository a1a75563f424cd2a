package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.WebhookVersion;
import dev.linqroutes.sandbox.http.ApiError;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides where webhooks may go. Linq requires https; the sandbox also allows local http without a certificate. */
final class TargetUrlCheck {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

    private TargetUrlCheck() {}

    /** @return the version that the URL asks for */
    static WebhookVersion requireReachable(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidValue("'target_url' is not a URL");
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        boolean local = scheme.equals("http") && LOOPBACK.matcher(host).matches();
        if (host.isEmpty() || !local && !scheme.equals("https")) {
            throw ApiError.invalidValue("'target_url' must be https, or http on this host");
        }
        return WebhookVersion.of(uri)
                .orElseThrow(() -> ApiError.invalidValue("'target_url' asks for an unknown webhook version"));
    }
}
