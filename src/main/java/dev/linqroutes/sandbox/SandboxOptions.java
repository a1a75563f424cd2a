package dev.linqroutes.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a sandbox shall behave. Start from {@link #defaults()} and change what matters.
 *
 * @param host address to listen on; the default is the loopback address, so that nobody else can reach the sandbox
 * @param allowedHosts names by which clients reach it, beside localhost, addresses and {@code host}: of another container, say
 * @param port TCP port; 0 takes a free one
 * @param apiKey the one bearer token the sandbox accepts; not empty
 * @param lines the account's Linq numbers, E.164; at least one, the only values {@code from} may have
 * @param journal file that keeps the state over restarts; without it everything is forgotten
 * @param latency time between a call's effect and its answer, as a slow network would have it; webhooks may therefore
 *     overtake the answer, as they may with the real Linq
 * @param namingDelay time between a 202 for a name, an icon or a member change and its effect
 * @param pairLimitPerMinute messages a chat may get in any 60 seconds before it is answered 429 (reference 1.4, where
 *     it is 30)
 * @param firstWebhookRetry time until a webhook that failed is sent again; each further wait is three times as long
 */
public record SandboxOptions(
        String host,
        Set<String> allowedHosts,
        int port,
        String apiKey,
        List<String> lines,
        Optional<Path> journal,
        Duration latency,
        Duration namingDelay,
        int pairLimitPerMinute,
        Duration firstWebhookRetry) {

    /** @throws IllegalArgumentException when the sandbox could not run with these values */
    public SandboxOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(journal, "journal");
        allowedHosts = Stream.concat(allowedHosts.stream(), Stream.of(host)).collect(Collectors.toUnmodifiableSet());
        lines = List.copyOf(lines);
        require(port >= 0 && port <= 65_535, "port must be between 0 and 65535, not " + port);
        require(!apiKey.isBlank(), "apiKey must not be blank");
        require(!lines.isEmpty(), "lines must name at least one number");
        for (String line : lines) {
            require(Handles.isNumber(line), "line must be an E.164 number, not " + line);
        }
        require(!latency.isNegative(), "latency must not be negative");
        require(!namingDelay.isNegative(), "namingDelay must not be negative");
        require(!firstWebhookRetry.isNegative(), "firstWebhookRetry must not be negative");
        require(pairLimitPerMinute > 0, "pairLimitPerMinute must be positive, not " + pairLimitPerMinute);
    }

    /** A free loopback port, key {@code sandbox-key}, one line, no journal, no latency, names after 200 ms, webhooks again after 400 ms. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                "127.0.0.1",
                Set.of(),
                0,
                "sandbox-key",
                List.of("+12223334444"),
                Optional.empty(),
                Duration.ZERO,
                Duration.ofMillis(200),
                30,
                Duration.ofMillis(400));
    }

    public SandboxOptions withHost(String host) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withAllowedHosts(Set<String> allowedHosts) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withPort(int port) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withApiKey(String apiKey) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withLines(List<String> lines) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withJournal(Path journal) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                Optional.of(journal),
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withLatency(Duration latency) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withNamingDelay(Duration namingDelay) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withPairLimitPerMinute(int pairLimitPerMinute) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    public SandboxOptions withFirstWebhookRetry(Duration firstWebhookRetry) {
        return new SandboxOptions(
                host,
                allowedHosts,
                port,
                apiKey,
                lines,
                journal,
                latency,
                namingDelay,
                pairLimitPerMinute,
                firstWebhookRetry);
    }

    /** Without the key: options end up in logs. */
    @Override
    public String toString() {
        return "SandboxOptions[" + host + ":" + port + ", lines " + lines.size() + "]";
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
