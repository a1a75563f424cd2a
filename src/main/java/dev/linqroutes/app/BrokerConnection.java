package dev.linqroutes.app;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/**
 * An established connection to Kafka, of which each request ends within a time limit.
 *
 * @param brokerCount when it was opened
 */
public record BrokerConnection(Admin admin, int brokerCount) implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * Requests take at most ten seconds.
     *
     * @param client properties of a Kafka client, including security
     */
    public static BrokerConnection open(Properties client) throws BrokerUnreachable, InterruptedException {
        return open(client, TIMEOUT);
    }

    static BrokerConnection open(Properties client, Duration timeout) throws BrokerUnreachable, InterruptedException {
        Properties bounded = new Properties();
        bounded.putAll(client);
        String millis = Long.toString(timeout.toMillis());
        bounded.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        bounded.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        Object brokers = client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        try {
            return connect(Admin.create(bounded));
        } catch (ExecutionException e) {
            throw new BrokerUnreachable(brokers, e.getCause());
        } catch (KafkaException e) {
            // No address of a broker can be resolved.
            throw new BrokerUnreachable(brokers, e.getCause() == null ? e : e.getCause());
        }
    }

    private static BrokerConnection connect(Admin admin) throws ExecutionException, InterruptedException {
        try {
            return new BrokerConnection(
                    admin, admin.describeCluster().nodes().get().size());
        } catch (ExecutionException | InterruptedException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
