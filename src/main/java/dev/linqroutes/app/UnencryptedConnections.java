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
 * Finds connections over which secrets leave this machine unencrypted. Only those: a broker without TLS and without a
 * password is a decision that somebody made, and so is a database in the same network.
 */
public final class UnencryptedConnections {
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

    /** With its authority; Camel takes an address without slashes, too, in which {@link java.net.URI} finds none. */
    private static final Pattern HTTP = Pattern.compile("(?is)http:/*([^/?#]*).*");

    /** What goes to the broker as it is, by mechanism; the others prove that they know it. */
    private static final Map<String, String> SENT_CREDENTIALS = Map.of("PLAIN", "password", "OAUTHBEARER", "token");

    private UnencryptedConnections() {}

    /** What to tell a person at the start; names no credentials. */
    public static List<String> findWarnings(String apiUrl, KafkaConfiguration kafka) {
        List<String> warnings = new ArrayList<>();
        findApiWarning(apiUrl).ifPresent(warnings::add);
        String mechanism = kafka.getSaslMechanism();
        if ("SASL_PLAINTEXT".equalsIgnoreCase(kafka.getSecurityProtocol()) && SENT_CREDENTIALS.containsKey(mechanism)) {
            Stream.of(kafka.getBrokers().split(","))
                    .map(broker -> host(broker.strip()))
                    .filter(host -> !isLoopback(host))
                    .findFirst()
                    .ifPresent(
                            host -> warnings.add("kafka.brokers: the " + SENT_CREDENTIALS.get(mechanism) + " goes to "
                                    + host + " unencrypted (SASL_PLAINTEXT with " + mechanism + "); use SASL_SSL"));
        }
        return warnings;
    }

    /** The same of Linq's address alone. */
    public static Optional<String> findApiWarning(String apiUrl) {
        Matcher api = HTTP.matcher(apiUrl);
        return api.matches() && !isLoopback(host(api.group(1)))
                ? Optional.of("linq.api.url (LINQ_API_URL) is http:// to " + host(api.group(1))
                        + ": the API key, phone numbers and messages go over the network unencrypted; use https://")
                : Optional.empty();
    }

    /** Not by {@link java.net.URI#getHost}, which knows no host with an underscore, as containers may have. */
    private static String host(String authority) {
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        return hostAndPort.startsWith("[")
                ? hostAndPort.substring(1, Math.max(1, hostAndPort.indexOf(']')))
                : hostAndPort.replaceFirst(":\\d*$", "");
    }

    /** By its name alone: no name is looked up for it. */
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
            // It is no address, so not this machine's.
            return false;
        }
    }
}
