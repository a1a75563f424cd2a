package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.faults.FaultSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Options of a sandbox. Start from {@link #defaults()}.
 *
 * @param host address to listen on; the default is the loopback address
 * @param allowedHosts additional host names of the sandbox, such as its service name in a compose file
 * @param webhookHosts host names, in lower case, that webhooks may go to by http; those of this machine are always allowed
 * @param port TCP port; 0 for any free port
 * @param apiKey the accepted bearer token; not empty
 * @param lines the account's lines, E.164, at least one; the valid values of {@code from}
 * @param journal file that persists the state across restarts; optional
 * @param latency delay between the effect of a request and its response; webhooks may therefore arrive before the response,
 *     as with the real Linq
 * @param namingDelay time between a 202 for a name, an icon, a background or a member change and its effect
 * @param sendingDelay time between the acceptance of a message and {@code message.sent} or {@code message.failed}
 * @param attachmentDelay time between the upload of an attachment and its use in messages; before, 404/2007
 * @param recipientsWriteFirst whether people must have written before they are written to, else 403/2008, as in Linq's own sandbox
 * @param pairLimitPerMinute limit of messages per line and person in any 60 seconds, above it 429 (reference 1.4; Linq's is 30)
 * @param messagesPerDay limit of the account per UTC day, above it 429; Linq does not publish its size (reference 1.4)
 * @param carrierGroupLimit people from which on SMS and RCS groups fail, with the line (reference 2.2; some carriers have 10)
 * @param history requests, deliveries, messages, chats, people and attachments that are remembered, each
 * @param fetchMedia whether it downloads the files behind addresses, to see whether Linq could; else it uses no network but for webhooks
 * @param untrustedTls whether it speaks https with a certificate that no client trusts
 * @param faults what goes wrong in each account until it is told otherwise
 * @param switched the assumptions that do not hold as they do by standard
 * @param firstWebhookRetry delay before the first retry of a webhook; each further delay is three times as long
 */
public record SandboxOptions(
        String host,
        Set<String> allowedHosts,
        Set<String> webhookHosts,
        int port,
        String apiKey,
        List<String> lines,
        Optional<Path> journal,
        Duration latency,
        Duration namingDelay,
        Duration sendingDelay,
        Duration attachmentDelay,
        boolean recipientsWriteFirst,
        int pairLimitPerMinute,
        OptionalInt messagesPerDay,
        int carrierGroupLimit,
        Duration firstWebhookRetry,
        int history,
        Set<Assumption> switched,
        FaultSettings faults,
        boolean untrustedTls,
        boolean fetchMedia) {
    /** Path prefix of the API, as in Linq's base URL. */
    public static final String BASE_PATH = "/api/partner/v3";

    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9.-]+");

    /** @throws IllegalArgumentException when a value is invalid, by the name of its option in the command {@code sandbox} */
    public SandboxOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(faults, "faults");
        allowedHosts = Stream.concat(allowedHosts.stream(), Stream.of(host)).collect(Collectors.toUnmodifiableSet());
        webhookHosts = webhookHosts.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        for (String name : webhookHosts) {
            require(HOST_NAME.matcher(name).matches(), "--webhook-host must be host names without a port, not " + name);
        }
        lines = List.copyOf(lines);
        require(port >= 0 && port <= 65_535, "--port must be between 0 and 65535, not " + port);
        require(!apiKey.isBlank(), "--key must not be blank");
        require(!lines.isEmpty(), "--line must name at least one number");
        for (String line : lines) {
            require(SandboxHandles.isNumber(line), "--line must be an E.164 number, not " + line);
        }
        require(!latency.isNegative(), "latency must not be negative");
        require(!namingDelay.isNegative(), "--change-delay must not be negative");
        require(!firstWebhookRetry.isNegative(), "--webhook-retry-delay must not be negative");
        require(!sendingDelay.isNegative(), "--sending-delay must not be negative");
        require(!attachmentDelay.isNegative(), "--attachment-delay must not be negative");
        switched = Set.copyOf(switched);
        require(messagesPerDay.orElse(1) > 0, "--messages-per-day must be positive, not " + messagesPerDay.orElse(0));
        require(carrierGroupLimit > 2, "--carrier-group-limit must be over 2, not " + carrierGroupLimit);
        require(history > 0, "--history must be positive, not " + history);
        require(pairLimitPerMinute > 0, "--messages-per-minute must be positive, not " + pairLimitPerMinute);
    }

    public String scheme() {
        return untrustedTls ? "https" : "http";
    }

    /** Base URL for clients, including {@code /v3}, without a trailing slash. */
    public String apiUrl(int port) {
        return scheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + BASE_PATH;
    }

    /**
     * A free loopback port, key {@code sandbox-key}, one line, no journal, no latency, naming delay 200 ms, first webhook retry
     * after 660 ms, the limits of Linq without one per day, SMS groups of 20, a history of 10,000.
     */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                "127.0.0.1",
                Set.of(),
                Set.of(),
                0,
                "sandbox-key",
                List.of("+12223334444"),
                Optional.empty(),
                Duration.ZERO,
                Duration.ofMillis(200),
                Duration.ZERO,
                Duration.ZERO,
                false,
                30,
                OptionalInt.empty(),
                20,
                Duration.ofMillis(660),
                10_000,
                Set.of(),
                FaultSettings.none(),
                false,
                false);
    }

    public SandboxOptions withHost(String host) {
        return with(changed -> changed.host = host);
    }

    public SandboxOptions withAllowedHosts(Set<String> allowedHosts) {
        return with(changed -> changed.allowedHosts = allowedHosts);
    }

    public SandboxOptions withWebhookHosts(Set<String> webhookHosts) {
        return with(changed -> changed.webhookHosts = webhookHosts);
    }

    public SandboxOptions withPort(int port) {
        return with(changed -> changed.port = port);
    }

    public SandboxOptions withApiKey(String apiKey) {
        return with(changed -> changed.apiKey = apiKey);
    }

    public SandboxOptions withLines(List<String> lines) {
        return with(changed -> changed.lines = lines);
    }

    public SandboxOptions withJournal(Path journal) {
        return with(changed -> changed.journal = Optional.of(journal));
    }

    public SandboxOptions withLatency(Duration latency) {
        return with(changed -> changed.latency = latency);
    }

    public SandboxOptions withNamingDelay(Duration namingDelay) {
        return with(changed -> changed.namingDelay = namingDelay);
    }

    public SandboxOptions withSendingDelay(Duration sendingDelay) {
        return with(changed -> changed.sendingDelay = sendingDelay);
    }

    public SandboxOptions withAttachmentDelay(Duration attachmentDelay) {
        return with(changed -> changed.attachmentDelay = attachmentDelay);
    }

    public SandboxOptions withRecipientsWriteFirst() {
        return with(changed -> changed.recipientsWriteFirst = true);
    }

    public SandboxOptions withMessagesPerDay(int messagesPerDay) {
        return with(changed -> changed.messagesPerDay = OptionalInt.of(messagesPerDay));
    }

    public SandboxOptions withCarrierGroupLimit(int carrierGroupLimit) {
        return with(changed -> changed.carrierGroupLimit = carrierGroupLimit);
    }

    public SandboxOptions withAssumption(Assumption assumption, boolean holds) {
        Set<Assumption> changed = new HashSet<>(switched);
        if (holds == assumption.standard()) {
            changed.remove(assumption);
        } else {
            changed.add(assumption);
        }
        return with(draft -> draft.switched = changed);
    }

    public boolean assumes(Assumption assumption) {
        return assumption.standard() != switched.contains(assumption);
    }

    public SandboxOptions withPairLimitPerMinute(int pairLimitPerMinute) {
        return with(changed -> changed.pairLimitPerMinute = pairLimitPerMinute);
    }

    public SandboxOptions withFirstWebhookRetry(Duration firstWebhookRetry) {
        return with(changed -> changed.firstWebhookRetry = firstWebhookRetry);
    }

    public SandboxOptions withHistory(int history) {
        return with(changed -> changed.history = history);
    }

    /**
     * @param faults {@code NAME=VALUE}, or {@code NAME} to have that fault always
     * @throws IllegalArgumentException when a name is unknown or a value out of its range
     */
    public SandboxOptions withFaults(List<String> faults) {
        FaultSettings settings = FaultSettings.of(faults);
        return with(changed -> changed.faults = settings);
    }

    public SandboxOptions withUntrustedTls(boolean untrustedTls) {
        return with(changed -> changed.untrustedTls = untrustedTls);
    }

    public SandboxOptions withFetchMedia(boolean fetchMedia) {
        return with(changed -> changed.fetchMedia = fetchMedia);
    }

    private SandboxOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** Mutable copy, to change one value of the record. */
    private static final class Draft {
        private String host;
        private Set<String> allowedHosts;
        private Set<String> webhookHosts;
        private int port;
        private String apiKey;
        private List<String> lines;
        private Optional<Path> journal;
        private Duration latency;
        private Duration namingDelay;
        private Duration sendingDelay;
        private Duration attachmentDelay;
        private boolean recipientsWriteFirst;
        private int pairLimitPerMinute;
        private OptionalInt messagesPerDay;
        private int carrierGroupLimit;
        private Duration firstWebhookRetry;
        private int history;
        private Set<Assumption> switched;
        private FaultSettings faults;
        private boolean untrustedTls;
        private boolean fetchMedia;

        private Draft(SandboxOptions options) {
            host = options.host;
            allowedHosts = options.allowedHosts;
            webhookHosts = options.webhookHosts;
            port = options.port;
            apiKey = options.apiKey;
            lines = options.lines;
            journal = options.journal;
            latency = options.latency;
            namingDelay = options.namingDelay;
            sendingDelay = options.sendingDelay;
            attachmentDelay = options.attachmentDelay;
            recipientsWriteFirst = options.recipientsWriteFirst;
            pairLimitPerMinute = options.pairLimitPerMinute;
            messagesPerDay = options.messagesPerDay;
            carrierGroupLimit = options.carrierGroupLimit;
            firstWebhookRetry = options.firstWebhookRetry;
            history = options.history;
            switched = options.switched;
            faults = options.faults;
            untrustedTls = options.untrustedTls;
            fetchMedia = options.fetchMedia;
        }

        private SandboxOptions options() {
            return new SandboxOptions(
                    host,
                    allowedHosts,
                    webhookHosts,
                    port,
                    apiKey,
                    lines,
                    journal,
                    latency,
                    namingDelay,
                    sendingDelay,
                    attachmentDelay,
                    recipientsWriteFirst,
                    pairLimitPerMinute,
                    messagesPerDay,
                    carrierGroupLimit,
                    firstWebhookRetry,
                    history,
                    switched,
                    faults,
                    untrustedTls,
                    fetchMedia);
        }
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
