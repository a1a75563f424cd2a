package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.Test;

/** The environment variables CAMEL_COMPONENT_KAFKA_* of docs/operations.md. */
class ComponentOptionsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "CAMEL_COMPONENT_KAFKA_MAX_POLL_INTERVAL_MS", "12345",
            "CAMEL_COMPONENT_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "CAMEL_COMPONENT_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
            "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG", "a.LoginModule required;",
            "CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/kafka/trust.p12",
            "CAMEL_COMPONENT_KAFKA_CLIENT_ID", "orders",
            "CAMEL_COMPONENT_KAFKA_COMPRESSION_CODEC", "lz4",
            "PATH", "/bin");

    @Test
    void a_camel_kafka_option_of_the_environment_reaches_consumer_and_producer() throws Exception {
        try (Application application = Application.startWithoutRoutes(ComponentOptions.fromEnvironment(ENVIRONMENT))) {
            KafkaComponent component = application.context().getComponent("kafka", KafkaComponent.class);
            KafkaConfiguration endpoint = application
                    .context()
                    .getEndpoint("kafka:commands?groupId=linq-routes", KafkaEndpoint.class)
                    .getConfiguration();
            for (KafkaConfiguration each : new KafkaConfiguration[] {component.getConfiguration(), endpoint}) {
                Properties consumer = each.createConsumerProperties();
                Properties producer = each.createProducerProperties();
                assertThat(consumer)
                        .containsEntry(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 12345)
                        .containsEntry(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, "/etc/kafka/trust.p12");
                for (Properties client : new Properties[] {consumer, producer}) {
                    assertThat(client)
                            .containsEntry(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL")
                            .containsEntry(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512")
                            .containsEntry(SaslConfigs.SASL_JAAS_CONFIG, "a.LoginModule required;")
                            .containsEntry(CommonClientConfigs.CLIENT_ID_CONFIG, "orders");
                }
                assertThat(producer).containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            }
        }
    }

    @Test
    void a_component_name_may_have_several_words() throws Exception {
        Map<String, String> options = ComponentOptions.fromEnvironment(Map.of(
                "CAMEL_COMPONENT_PLATFORM_HTTP_HTTP_METHOD_RESTRICT_ENABLED", "x",
                "CAMEL_COMPONENT_HTTP_MAX_TOTAL_CONNECTIONS", "7",
                "CAMEL_COMPONENT_UNKNOWN_ONE_OPTION", "y"));

        assertThat(options)
                .containsOnlyKeys(
                        "camel.component.platform-http.httpMethodRestrictEnabled",
                        "camel.component.http.maxTotalConnections",
                        "camel.component.unknown.oneOption");
    }

    @Test
    void an_option_of_an_unknown_component_fails_the_start() {
        assertThatThrownBy(() -> Application.startWithoutRoutes(
                                ComponentOptions.fromEnvironment(Map.of("CAMEL_COMPONENT_UNKNOWN_ONE_OPTION", "y")))
                        .close())
                .hasStackTraceContaining("unknown");
    }

    @Test
    void other_variables_are_ignored() {
        assertThat(ComponentOptions.fromEnvironment(
                        Map.of("CAMEL_COMPONENT_", "x", "CAMEL_COMPONENT_KAFKA", "y", "HOME", "/")))
                .isEmpty();
    }
}
