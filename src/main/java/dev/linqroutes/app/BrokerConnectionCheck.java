package dev.linqroutes.app;

import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;

/** Reports once, after the start, that no Kafka broker can be reached: Kafka's own clients retry silently. */
public final class BrokerConnectionCheck {
    private BrokerConnectionCheck() {}

    /**
     * Connects to a broker on a thread of its own, so that the start is not delayed.
     *
     * @param client properties of a Kafka client, including security
     * @param warn called with the warning if the connection fails
     */
    public static void start(Properties client, Consumer<String> warn) {
        start(client, BrokerConnection.TIMEOUT, warn);
    }

    static void start(Properties client, Duration timeout, Consumer<String> warn) {
        Thread thread = new Thread(() -> check(client, timeout, warn), "broker-connection-check");
        thread.setDaemon(true);
        thread.start();
    }

    private static void check(Properties client, Duration timeout, Consumer<String> warn) {
        try {
            BrokerConnection.open(client, timeout).close();
        } catch (BrokerUnreachable e) {
            warn.accept(e.getMessage()
                    + (e.isRejection()
                            ? "; restart the program when this is corrected"
                            : "; retrying, check kafka.brokers (KAFKA_BROKERS)"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
