package dev.linqroutes.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DeadLetterReaderTest {
    @Test
    void an_unavailable_broker_is_reported_with_its_setting() throws Exception {
        // Accepts connections and never responds.
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            Properties client = new Properties();
            client.put("bootstrap.servers", address);

            DeadLetterReader topic = new DeadLetterReader(client, "dead", Duration.ofMillis(300));

            assertThatThrownBy(() -> topic.readAll(letter -> {}))
                    .isInstanceOf(DeadLettersUnavailable.class)
                    .hasMessage("Kafka at " + address
                            + " does not respond; check that it is running and that KAFKA_BROKERS is correct");
        }
    }
}
