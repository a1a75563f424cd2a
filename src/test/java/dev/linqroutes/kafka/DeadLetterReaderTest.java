package dev.linqroutes.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DeadLetterReaderTest {
    @Test
    void a_broker_that_does_not_answer_is_named_with_the_setting_that_names_it() throws Exception {
        // Takes connections and says nothing.
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            Properties client = new Properties();
            client.put("bootstrap.servers", address);

            DeadLetterReader topic = new DeadLetterReader(client, "dead", Duration.ofMillis(300));

            assertThatThrownBy(() -> topic.readAll(letter -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Kafka at " + address
                            + " does not answer; look whether it runs and whether KAFKA_BROKERS names it");
        }
    }
}
