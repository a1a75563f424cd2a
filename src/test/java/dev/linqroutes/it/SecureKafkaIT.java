package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SecureKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program at a broker with TLS, passwords and ACLs, with the settings of docs/operations.md. */
class SecureKafkaIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path brokerFolder;

    private static SecureKafka kafka;

    private InProcessProgram instance;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecureKafka.start(brokerFolder);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Override
    String brokers() {
        return kafka.brokers();
    }

    @BeforeEach
    void configure() {
        instance = program().with("outbox.parked-retry", "500ms");
    }

    @Test
    void a_command_goes_in_and_its_outcome_comes_out_with_the_documented_settings_and_rights() throws Exception {
        grantAllBut("");

        try (ProgramProcess program = run(SecureKafka.PASSWORD)) {
            produce("c1");
            awaitOutcomes(1);
            assertThat(instance.health().statusCode()).as(program.output()).isEqualTo(200);
            assertThat(program.output()).doesNotContain("not authorized", "Not authorized", "authorization failed");
        }
        assertThat(doctor(0, environment(SecureKafka.PASSWORD)))
                .contains("kafka     ok       connected to " + kafka.secureBrokers())
                .contains("kafka     ok       topics: 16")
                .contains("kafka     WARNING  this client may not write topic " + topics.commands()
                        + ": the console and `replay dead` cannot replay dead letters")
                .contains("kafka     WARNING  this client may not read topic " + topics.dead()
                        + ": the console and `replay dead` cannot show dead letters")
                .doesNotContain("kafka     PROBLEM", "kafka     WARNING  the options");
        grantReplays();
        assertThat(doctor(0, environment(SecureKafka.PASSWORD))).doesNotContain("this client may not");
    }

    @Test
    void with_a_wrong_password_the_program_is_down_and_goes_on_when_restarted_with_the_right_one() throws Exception {
        grantAllBut("");
        produce("c1");

        assertThat(doctor(1, environment("wrong-password")))
                .contains("kafka     PROBLEM  no connection to Kafka at " + kafka.secureBrokers()
                        + ": Authentication failed during authentication due to invalid credentials")
                .contains("-> correct user and password (CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG)")
                .contains("linq      ok       the API key is accepted")
                .doesNotContain("wrong-password");
        try (ProgramProcess program = run("wrong-password")) {
            program.awaitLine("restart the program when this is corrected");
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(instance.health().statusCode()).isEqualTo(503));
            assertThat(instance.health().body()).contains("consumer:commands-from-kafka");
            assertThat(instance.metrics())
                    .contains(
                            "linq_health_down{component=\"kafka\"} 1.0",
                            "linq_health_down{component=\"http_server\"} 0.0",
                            "linq_health_down{component=\"routes\"} 0.0",
                            "linq_health_down{component=\"other\"} 0.0");
            assertThat(instance.observe("health/live").statusCode()).isEqualTo(200);
            assertThat(instance.observe("health/ready").statusCode())
                    .as("webhooks are stored")
                    .isEqualTo(200);
        }
        try (ProgramProcess program = run(SecureKafka.PASSWORD)) {
            awaitOutcomes(1);
            assertThat(instance.health().statusCode()).as(program.output()).isEqualTo(200);
        }
    }

    @Test
    void a_broker_with_an_unknown_certificate_is_named() throws Exception {
        Map<String, String> environment = environment(SecureKafka.PASSWORD);
        environment.keySet().removeIf(name -> name.contains("TRUSTSTORE"));

        assertThat(doctor(1, environment))
                .contains("kafka     PROBLEM  no connection to Kafka at " + kafka.secureBrokers()
                        + ": SSL handshake failed: ")
                .contains("unable to find valid certification path")
                .contains("-> give this client the certificate of the brokers' authority");
    }

    @Test
    void a_topic_that_may_not_be_written_is_named_and_waits_while_others_go_on() throws Exception {
        grantAllBut(topics.outcomes());

        assertThat(doctor(1, environment(SecureKafka.PASSWORD)))
                .contains("kafka     PROBLEM  topic " + topics.outcomes() + " cannot be examined: ")
                .contains("-> give this client the rights to describe it and to write it");
        kafka.allow(topics.outcomes(), PatternType.LITERAL, AclOperation.DESCRIBE);
        assertThat(doctor(1, environment(SecureKafka.PASSWORD)))
                .contains("kafka     PROBLEM  this client may not write topic " + topics.outcomes());
        try (ProgramProcess program = run(SecureKafka.PASSWORD)) {
            topics.produce("nobody", "no JSON");
            // At least once: it is sent again with the outcome that cannot be.
            await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(topics.dead()))
                    .isNotEmpty());
            program.awaitLine(
                    "Later records for " + topics.outcomes() + " wait: grant this program write access to the topic");
            assertThat(topics.outcomesSoFar()).isEmpty();
            ConsoleClient console = new ConsoleClient(instance.console());
            assertThat(console.refused(503, "GET", "dead-letters", ""))
                    .isEqualTo("this program may not read topic " + topics.dead()
                            + "; grant it the ACL Read on the topic");
            kafka.allow(topics.dead(), PatternType.LITERAL, AclOperation.READ);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(console.get("dead-letters").path("dead_letters"))
                            .hasSize(1));

            kafka.allow(topics.outcomes(), PatternType.LITERAL, AclOperation.WRITE);

            awaitOutcomes(1);
        }
    }

    @Test
    void commands_that_may_not_be_read_wait_without_a_restart_until_they_may() throws Exception {
        grantAllBut(topics.commands());
        produce("c1");

        assertThat(doctor(1, environment(SecureKafka.PASSWORD)))
                .contains("kafka     PROBLEM  this client may not read topic " + topics.commands());
        try (ProgramProcess program = run(SecureKafka.PASSWORD)) {
            program.awaitLine("Not authorized to read from partition");
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(instance.health().statusCode()).isEqualTo(503));

            kafka.allow(topics.commands(), PatternType.LITERAL, AclOperation.READ);

            awaitOutcomes(1);
        }
    }

    private ProgramProcess run(String password) throws Exception {
        return ProgramProcess.start(folder, environment(password), "run").awaitLine("ready in");
    }

    private String doctor(int exitCode, Map<String, String> environment) throws Exception {
        return ProgramProcess.run(folder, environment, exitCode, "doctor");
    }

    private void awaitOutcomes(int count) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.outcomesSoFar()).hasSize(count));
    }

    private void produce(String id) throws Exception {
        topics.produce(
                "g",
                "{\"type\":\"create_group\",\"command_id\":\"" + id + "\",\"group_ref\":\"g\","
                        + "\"to\":[\"+12025550101\",\"+12025550102\"],\"message\":{\"text\":\"Hello\"}}");
    }

    /** The rights of docs/SECURITY.md, but for those on this topic. */
    private void grantAllBut(String topic) throws Exception {
        kafka.allowGroup(instance.setting("kafka.group"));
        kafka.allow(
                topics.commands(),
                PatternType.LITERAL,
                topics.commands().equals(topic) ? AclOperation.DESCRIBE : AclOperation.READ);
        for (String described : new String[] {topics.commands(), topics.dead(), topics.groups(), topics.polls()}) {
            kafka.allow(described, PatternType.LITERAL, AclOperation.DESCRIBE_CONFIGS);
        }
        for (String written : new String[] {
            topics.outcomes(), topics.dead(), topics.groups(), topics.polls(), topics.audit(), topics.events()
        }) {
            if (!written.equals(topic)) {
                kafka.allow(written, PatternType.LITERAL, AclOperation.WRITE);
            }
        }
        kafka.allow(topics.events() + ".", PatternType.PREFIXED, AclOperation.WRITE);
    }

    /** The rights of docs/SECURITY.md that only the console's page of dead letters and {@code replay dead} need. */
    private void grantReplays() throws Exception {
        kafka.allow(topics.commands(), PatternType.LITERAL, AclOperation.WRITE);
        kafka.allow(topics.dead(), PatternType.LITERAL, AclOperation.READ);
    }

    /** That of docs/operations.md, with the files and brokers of this test. */
    private Map<String, String> environment(String password) throws Exception {
        Map<String, String> ofThisTest = Map.of(
                "KAFKA_BROKERS", kafka.secureBrokers(),
                "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG_FILE", file("login", SecureKafka.login(password)),
                "CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_LOCATION",
                        kafka.truststore().toString(),
                "CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_PASSWORD_FILE",
                        file("truststore-password", SecureKafka.TRUSTSTORE_PASSWORD));
        Map<String, String> documented = new HashMap<>();
        Matcher block =
                Pattern.compile("(?s)```env\\n(.*?)```").matcher(Files.readString(Path.of("docs/operations.md")));
        assertThat(block.find()).isTrue();
        block.group(1).lines().map(line -> line.split("=", 2)).forEach(line -> documented.put(line[0], line[1]));
        assertThat(documented).containsKeys(ofThisTest.keySet().toArray(String[]::new));
        Map<String, String> environment = new HashMap<>(instance.environment());
        environment.putAll(documented);
        environment.putAll(ofThisTest);
        return environment;
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content + "\n").toString();
    }
}
