package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.ProgramProcess;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerConnectionCheckTest {
    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

    @Test
    void an_unreachable_broker_is_reported_with_its_setting() throws Exception {
        String brokers = "127.0.0.1:" + ProgramProcess.freePort();

        assertThat(warningOn(brokers))
                .startsWith("no connection to Kafka at " + brokers + ": ")
                .endsWith("; retrying, check kafka.brokers (KAFKA_BROKERS)");
    }

    @Test
    void an_unresolvable_broker_is_reported_with_its_setting() throws Exception {
        assertThat(warningOn("broker.invalid:9092"))
                .startsWith("no connection to Kafka at broker.invalid:9092: ")
                .endsWith("; retrying, check kafka.brokers (KAFKA_BROKERS)");
    }

    private String warningOn(String brokers) throws InterruptedException {
        Properties client = new Properties();
        client.put("bootstrap.servers", brokers);
        BrokerConnectionCheck.start(client, Duration.ofMillis(200), warnings::add);
        String warning = warnings.poll(30, TimeUnit.SECONDS);
        assertThat(warning).isNotNull();
        return warning;
    }
}
