package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.kafka.KafkaConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnencryptedConnectionsTest {

    @ParameterizedTest
    @CsvSource({
        "http://api.example.com/v3,api.example.com",
        "HTTP://api.example.com:8080/v3,api.example.com",
        "http://linq_proxy:8080/v3,linq_proxy",
        "http://10.0.0.7/v3,10.0.0.7",
        "http://127.example.com/v3,127.example.com",
        "http://localhost.example.com/v3,localhost.example.com",
        "http://[2001:db8::1]:8080/v3,2001:db8::1",
        "http://user:secret@proxy:8080/v3,proxy",
        "http:api.example.com/v3,api.example.com",
        "http:/api.example.com,api.example.com",
        "http://api.example.com?a b,api.example.com",
    })
    void an_unencrypted_api_connection_is_reported_without_the_key(String url, String host) {
        assertThat(UnencryptedConnections.findWarnings(url, kafka("localhost:9092", "PLAINTEXT", "GSSAPI")))
                .singleElement()
                .asString()
                .startsWith("linq.api.url (LINQ_API_URL) is http:// to " + host + ": the API key,")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.linqapp.com/api/partner/v3",
                "http://localhost:8082/v3",
                "http://sandbox.localhost:8082/v3",
                "http://127.0.0.1:8082/v3",
                "http://127.1.2.3/v3",
                "http://[::1]:8082/v3",
                "http://[::ffff:127.0.0.1]:8082/v3",
            })
    void encrypted_and_local_connections_are_not_reported(String url) {
        assertThat(UnencryptedConnections.findWarnings(url, kafka("kafka:9092", "PLAINTEXT", "GSSAPI")))
                .isEmpty();
    }

    @Test
    void an_unencrypted_kafka_password_is_reported() {
        String https = "https://api.example.com";

        assertThat(UnencryptedConnections.findWarnings(
                        https, kafka("localhost:9092, broker:9093", "SASL_PLAINTEXT", "PLAIN")))
                .containsExactly(
                        "kafka.brokers: the password is sent to broker unencrypted (SASL_PLAINTEXT with PLAIN);"
                                + " use SASL_SSL");
        assertThat(UnencryptedConnections.findWarnings(https, kafka("localhost:9092", "SASL_PLAINTEXT", "PLAIN")))
                .isEmpty();
        assertThat(UnencryptedConnections.findWarnings(https, kafka("broker:9092", "SASL_PLAINTEXT", "SCRAM-SHA-512")))
                .isEmpty();
        assertThat(UnencryptedConnections.findWarnings(https, kafka("broker:9092", "sasl_plaintext", "PLAIN")))
                .hasSize(1);
        assertThat(UnencryptedConnections.findWarnings(https, kafka("broker:9092", "SASL_PLAINTEXT", "OAUTHBEARER")))
                .containsExactly(
                        "kafka.brokers: the token is sent to broker unencrypted (SASL_PLAINTEXT with OAUTHBEARER);"
                                + " use SASL_SSL");
        assertThat(UnencryptedConnections.findWarnings(https, kafka("broker:9092", "SASL_SSL", "PLAIN")))
                .isEmpty();
    }

    private static KafkaConfiguration kafka(String brokers, String protocol, String mechanism) {
        KafkaConfiguration kafka = new KafkaConfiguration();
        kafka.setBrokers(brokers);
        kafka.setSecurityProtocol(protocol);
        kafka.setSaslMechanism(mechanism);
        return kafka;
    }
}
