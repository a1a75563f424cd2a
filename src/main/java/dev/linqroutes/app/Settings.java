package dev.linqroutes.app;

import dev.linqroutes.command.handle.Region;
import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.subscribe.CallbackUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.TimeUtils;

/** Reads the settings of {@code application.properties} and validates their values. */
public final class Settings {
    private static final Pattern LINE = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern WEIGHTED_LINE =
            Pattern.compile("(\\+[1-9][0-9]{1,14})(?:\\s*:\\s*([1-9][0-9]{0,2}))?");

    /** Beginning of the options of Camel and its components. */
    private static final String OF_CAMEL = "camel.";

    /** Those without a default: empty stands for no limit. */
    private static final Set<String> OPTIONAL_NUMBERS =
            Set.of("linq.line.max-per-day", "linq.line.most-new-per-day", "linq.messages-per-minute-to-person");

    private static final Pattern API_URL = Pattern.compile("https?://[^\\s\"<>\\\\^`{|}]+");

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{([a-z.-]+)}}");

    private final PropertiesComponent properties;

    public Settings(CamelContext context) {
        this.properties = context.getPropertiesComponent();
    }

    /** The value; an empty string if it is empty. */
    public String text(String name) {
        return properties
                .resolveProperty(name)
                .map(String::strip)
                .orElseThrow(() -> new IllegalArgumentException(named(name) + " is missing"));
    }

    /** The value of a required setting. */
    public String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "setting " + name + " is missing; set " + variable(name) + " in the environment"));
    }

    /** The environment variables of all settings, those of former names and of secrets in files included. */
    public static Set<String> variables() {
        return Stream.concat(
                        Stream.concat(names().stream(), RenamedSettings.NEW_NAMES.keySet().stream())
                                .map(Settings::variable),
                        SecretFiles.variables().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the settings that are secrets. */
    static Set<String> secrets() {
        return names().stream().filter(SecretMasking::isSecretName).collect(Collectors.toSet());
    }

    private static Set<String> names() {
        return defaults().stringPropertyNames();
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream file = Settings.class.getResourceAsStream("/application.properties")) {
            defaults.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    /** The settings that must be a number from 1, a duration longer than 0, or true or false: by their default, or where they are optional. */
    public static Set<String> typedNames() {
        return names().stream()
                .filter(name -> !name.startsWith(OF_CAMEL))
                .filter(name -> reader(name).isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @throws IllegalArgumentException when the value of this setting is not what {@link #typedNames} says */
    void requireType(String name) {
        reader(name).ifPresent(reader -> reader.accept(this, name));
    }

    private static Optional<BiConsumer<Settings, String>> reader(String name) {
        if (OPTIONAL_NUMBERS.contains(name)) {
            return Optional.of(Settings::optionalNumber);
        }
        String value = defaults().getProperty(name);
        if (name.endsWith(".port")) {
            return Optional.of(Settings::port);
        }
        if (value.matches("true|false")) {
            return Optional.of(Settings::flag);
        }
        if (value.matches("[0-9]+")) {
            return Optional.of(Settings::number);
        }
        return value.matches("[0-9]+(ms|s|m|h|d)") ? Optional.of(Settings::duration) : Optional.empty();
    }

    /** Of the options of components that are settings with a type, the defaults of these settings. */
    static Map<String, String> defaultsOfComponents() {
        Properties defaults = defaults();
        Map<String, String> options = new HashMap<>();
        for (String option : defaults.stringPropertyNames()) {
            Matcher reference = REFERENCE.matcher(defaults.getProperty(option));
            if (option.startsWith(OF_CAMEL)
                    && reference.matches()
                    && reader(reference.group(1)).isPresent()) {
                options.put(option, defaults.getProperty(reference.group(1)));
            }
        }
        return options;
    }

    /** A setting at the beginning of a message. */
    private static String named(String name) {
        return "setting " + name + " (" + variable(name) + ")";
    }

    /** The environment variable of a setting. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    public Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(value -> !value.isEmpty());
    }

    /** Comma-separated values. */
    public List<String> list(String name) {
        return Stream.of(text(name).split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    OptionalLong optionalNumber(String name) {
        return optional(name).isPresent() ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    /** A number of things or people: each setting needs at least one. */
    int number(String name) {
        String value = text(name);
        try {
            int number = Integer.parseInt(value);
            if (number < 1) {
                throw new IllegalArgumentException(named(name) + " must be at least 1, is " + number);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(named(name) + " must be a whole number, is \"" + value + "\"", e);
        }
    }

    /** What counts the new conversations of lines. */
    public NewConversations newConversations(Database ledger, Clock clock) {
        return new NewConversations(ledger, clock, number("linq.line.advised-new-per-day"));
    }

    /** Of the messages of a line on a day. */
    public LineQuota lineQuota(Database ledger, Clock clock) {
        return new LineQuota(ledger, clock, number("linq.line.warn-per-day"), optionalNumber("linq.line.max-per-day"));
    }

    /** Of new conversations of a line in a day. */
    public LineLoad.Limits newConversationLimits() {
        return new LineLoad.Limits(number("linq.line.advised-new-per-day"), mostNewConversations(), lines());
    }

    /** That a line starts in a day; empty for no limit. */
    OptionalLong mostNewConversations() {
        return optionalNumber("linq.line.most-new-per-day");
    }

    /**
     * The lines that new groups are sent from whose commands name none, with their weights: linq.lines, or linq.from alone.
     *
     * @throws IllegalArgumentException when both are set, or one is no line
     */
    public Map<String, Long> lines() {
        Optional<String> single = line("linq.from");
        Map<String, Long> pool = pool();
        if (single.isPresent() && !pool.isEmpty()) {
            throw new IllegalArgumentException(
                    "settings linq.from (LINQ_FROM) and linq.lines (LINQ_LINES) are both set: set linq.from for one line, or linq.lines for several");
        }
        return single.map(line -> Map.of(line, 1L)).orElse(pool);
    }

    /** The lines of linq.lines with their weights. */
    Map<String, Long> pool() {
        Map<String, Long> weights = new LinkedHashMap<>();
        for (String each : list("linq.lines")) {
            Matcher line = WEIGHTED_LINE.matcher(each);
            if (!line.matches() || weights.containsKey(line.group(1))) {
                // Without the value, which may be a phone number.
                throw new IllegalArgumentException(
                        named("linq.lines") + " must be different E.164 numbers with weights from 1"
                                + " to 999, such as +12223334444:2,+12223335555:1; its entry " + (weights.size() + 1)
                                + " is not");
            }
            weights.put(line.group(1), line.group(2) == null ? 1L : Long.parseLong(line.group(2)));
        }
        return weights;
    }

    /** One of the customer's lines (reference 2.1); empty if not configured. */
    public Optional<String> line(String name) {
        Optional<String> line = optional(name);
        line.filter(number -> !LINE.matcher(number).matches()).ifPresent(number -> {
            // Without the value, which may be a phone number.
            throw new IllegalArgumentException(named(name) + " must be an E.164 number such as +12025550123");
        });
        return line;
    }

    /**
     * The base URL of Linq's API.
     *
     * @throws IllegalArgumentException when it is no URL with http or https
     */
    public String apiUrl() {
        String url = text("linq.api.url");
        if (!API_URL.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    named("linq.api.url") + " must be a URL that starts with https://, is \"" + url + "\"");
        }
        return url;
    }

    /**
     * The address to which Linq sends webhooks; empty if not configured.
     *
     * @throws IllegalArgumentException when Linq cannot use it
     */
    public Optional<CallbackUrl> publicUrl() {
        try {
            return optional("linq.webhook.public-url").map(CallbackUrl::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named("linq.webhook.public-url") + " " + e.getMessage(), e);
        }
    }

    /** A region code; empty if not configured. */
    public Optional<String> region(String name) {
        try {
            return optional(name).map(Region::require);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named(name) + " " + e.getMessage(), e);
        }
    }

    /** A character set; empty if not configured. */
    public Optional<Charset> charset(String name) {
        try {
            return optional(name).map(Charset::forName);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    named(name) + " must be a character set such as windows-1252, is \"" + text(name) + "\"", e);
        }
    }

    /**
     * Opens the existing ledger, for a command that works beside the integration.
     *
     * @throws LedgerException when there is no ledger, or it has another version
     */
    public Database openExistingLedger() {
        return Database.openExisting(text("ledger.url"), text("ledger.user"), text("ledger.password"), 2);
    }

    /**
     * Opens the ledger; creates or migrates its schema.
     *
     * @throws LedgerException when it cannot be opened
     */
    public Database openLedger(int connections) {
        return Database.open(text("ledger.url"), text("ledger.user"), text("ledger.password"), connections);
    }

    /** The topics of the outbox. */
    public OutboxTopics topics() {
        return new OutboxTopics(
                text("topics.outcomes"),
                text("topics.dead"),
                text("topics.events"),
                text("topics.groups"),
                text("topics.polls"),
                text("topics.audit"));
    }

    boolean flag(String name) {
        String value = text(name);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(named(name) + " must be true or false, is \"" + value + "\"");
        };
    }

    public int port(String name) {
        int port = number(name);
        if (port > 65_535) {
            throw new IllegalArgumentException(named(name) + " must be a port from 1 to 65535, is " + port);
        }
        return port;
    }

    /** Webhooks come from the internet, health and console must not be reached from there: docs/SECURITY.md. */
    void requireTwoPorts() {
        if (port("http.port") == port("observe.port")) {
            throw new IllegalArgumentException(
                    "settings http.port (HTTP_PORT) and observe.port (OBSERVE_PORT) must differ, both are "
                            + port("http.port")
                            + ": who can send webhooks could open the console");
        }
    }

    /**
     * Checks that a server can listen on this address now.
     *
     * @throws IllegalStateException when it cannot
     */
    void requireFreePort(String hostName, String portName) {
        String host = text(hostName);
        int port = port(portName);
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot listen on " + host + ":" + port + " (" + portName + "): " + e.getMessage(), e);
        }
    }

    /** A duration such as {@code 200ms}, {@code 30s}, {@code 24h}; a number without unit is in milliseconds. */
    public Duration duration(String name) {
        String value = text(name);
        long millis;
        try {
            millis = TimeUtils.toMilliSeconds(value);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw invalidDuration(name, value, e);
        }
        // Camel parses unknown units, negative numbers and empty text as zero.
        if (millis <= 0) {
            throw invalidDuration(name, value, null);
        }
        return Duration.ofMillis(millis);
    }

    /** What a call takes at most: connecting, with a connection to be had first, and its response. */
    Duration maxCallTime() {
        return duration("linq.connect-timeout").multipliedBy(2).plus(duration("linq.response-timeout"));
    }

    private static IllegalArgumentException invalidDuration(String name, String value, RuntimeException cause) {
        return new IllegalArgumentException(
                named(name) + " must be a duration such as 200ms, 30s or 24h, is \"" + value + "\"", cause);
    }
}
