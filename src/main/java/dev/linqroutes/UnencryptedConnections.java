package dev.linqroutes;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.KafkaConfiguration;

/**
 * Finds connections over which secrets leave this machine unencrypted. Only those: a broker without TLS and without a
 * password is a decision that somebody made, and so is a database in the same network.
 */
final class UnencryptedConnections {
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

    private UnencryptedConnections() {}

    /** What to tell a person at the start; names no credentials. */
    static List<String> warnings(String apiUrl, KafkaConfiguration kafka) {
        List<String> warnings = new ArrayList<>();
        URI api = URI.create(apiUrl);
        if ("http".equalsIgnoreCase(api.getScheme()) && !isLoopback(host(api.getRawAuthority()))) {
            warnings.add("linq.api.url (LINQ_API_URL) is http:// to " + host(api.getRawAuthority())
                    + ": the API key, phone numbers and messages go over the network unencrypted; use https://");
        }
        if ("SASL_PLAINTEXT".equals(kafka.getSecurityProtocol()) && "PLAIN".equals(kafka.getSaslMechanism())) {
            Stream.of(kafka.getBrokers().split(","))
                    .map(broker -> host(broker.strip()))
                    .filter(host -> !isLoopback(host))
                    .findFirst()
                    .ifPresent(host -> warnings.add("kafka.brokers: the password goes to " + host
                            + " unencrypted (SASL_PLAINTEXT with PLAIN); use SASL_SSL"));
        }
        return warnings;
    }

    /** Not by {@link URI#getHost}, which knows no host with an underscore, as containers may have. */
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
