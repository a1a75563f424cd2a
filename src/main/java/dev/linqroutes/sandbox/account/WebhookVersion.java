package dev.linqroutes.sandbox.account;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The two shapes of webhooks (reference 4.1). */
public enum WebhookVersion {
    BEFORE_2026("2025-01-01"),
    NEWEST("2026-02-03");

    private static final Pattern PARAMETER = Pattern.compile("(?:^|&)version=([^&]*)");
    private final String text;

    WebhookVersion(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** What the parameter {@code version} of a target URL asks for: without it the newest, empty if there is no such version. */
    public static Optional<WebhookVersion> of(URI targetUrl) {
        Matcher parameter =
                PARAMETER.matcher(Optional.ofNullable(targetUrl.getRawQuery()).orElse(""));
        if (!parameter.find()) {
            return Optional.of(NEWEST);
        }
        return Stream.of(values())
                .filter(version -> version.text.equals(parameter.group(1)))
                .findFirst();
    }
}
