package dev.linqroutes.app;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Reports once, after the start, that no Kafka broker can be reached: Kafka's own clients retry silently. */
public final class BrokerConnectionCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private BrokerConnectionCheck() {}

    /**
     * Connects to a broker on a thread of its own, so that the start is not delayed.
     *
     * @param client properties of a Kafka client, including security
     * @param warn called with the warning if the connection fails
     */
    public static void start(Properties client, Consumer<String> warn) {
        start(client, TIMEOUT, warn);
    }

    static void start(Properties client, Duration timeout, Consumer<String> warn) {
        Thread thread = new Thread(() -> check(client, timeout, warn), "broker-connection-check");
        thread.setDaemon(true);
        thread.start();
    }

    private static void check(Properties client, Duration timeout, Consumer<String> warn) {
        Properties properties = new Properties();
        properties.putAll(client);
        String millis = Long.toString(timeout.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        try (Admin admin = Admin.create(properties)) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            warn.accept(describe(client, e.getCause()));
        } catch (KafkaException e) {
            // No address of a broker can be resolved.
            warn.accept(describe(client, e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(Properties client, Throwable reason) {
        return "no connection to Kafka at " + client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                + " (kafka.brokers, KAFKA_BROKERS), retrying: " + reason.getMessage();
    }
}
