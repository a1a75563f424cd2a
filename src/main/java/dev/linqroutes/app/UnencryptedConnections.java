package dev.linqroutes.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.KafkaConfiguration;

/**
 * Finds connections that send secrets to other machines unencrypted. Ignores brokers without TLS and password, and databases: those
 * are deliberate choices.
 */
public final class UnencryptedConnections {
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

    /** With the authority. Camel also accepts addresses without slashes, in which {@link java.net.URI} finds no authority. */
    private static final Pattern HTTP = Pattern.compile("(?is)http:/*([^/?#]*).*");

    /** SASL mechanisms that send the credential itself, with its name; the others only prove its knowledge. */
    private static final Map<String, String> SENT_CREDENTIALS = Map.of("PLAIN", "password", "OAUTHBEARER", "token");

    private UnencryptedConnections() {}

    /** Warnings for the log at the start, without credentials. */
    public static List<String> findWarnings(String apiUrl, KafkaConfiguration kafka) {
        List<String> warnings = new ArrayList<>();
        findApiWarning(apiUrl).ifPresent(warnings::add);
        String mechanism = kafka.getSaslMechanism();
        if ("SASL_PLAINTEXT".equalsIgnoreCase(kafka.getSecurityProtocol()) && SENT_CREDENTIALS.containsKey(mechanism)) {
            Stream.of(kafka.getBrokers().split(","))
                    .map(broker -> host(broker.strip()))
                    .filter(host -> !isLoopback(host))
                    .findFirst()
                    .ifPresent(host ->
                            warnings.add("kafka.brokers: the " + SENT_CREDENTIALS.get(mechanism) + " is sent to " + host
                                    + " unencrypted (SASL_PLAINTEXT with " + mechanism + "); use SASL_SSL"));
        }
        return warnings;
    }

    /** The warning on Linq's address, if any. */
    public static Optional<String> findApiWarning(String apiUrl) {
        Matcher api = HTTP.matcher(apiUrl);
        return api.matches() && !isLoopback(host(api.group(1)))
                ? Optional.of("linq.api.url (LINQ_API_URL) is http:// to " + host(api.group(1))
                        + ": the API key, phone numbers and messages are sent unencrypted; use https://")
                : Optional.empty();
    }

    /** Without {@link java.net.URI#getHost}, which rejects hosts with an underscore, as containers may have. */
    private static String host(String authority) {
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        return hostAndPort.startsWith("[")
                ? hostAndPort.substring(1, Math.max(1, hostAndPort.indexOf(']')))
                : hostAndPort.replaceFirst(":\\d*$", "");
    }

    /** By name only, without a DNS lookup. */
    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost")
                || name.endsWith(".localhost")
                || IPV4_LOOPBACK.matcher(name).matches()) {
            return true;
        }
        try {
            return name.contains(":") && InetAddress.getByName(name).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Not an IP address, so not a loopback address.
            return false;
        }
    }
}
