package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever raises the level of every logger to find a fault does not publish the secrets. */
class NoSecretInLogIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String API_KEY = "the-api-key-nobody-may-see";
    private static final String LEDGER_PASSWORD = "the-ledger-password-nobody-may-see";
    private static final String KAFKA_PASSWORD = "the-kafka-password-nobody-may-see";

    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults().withApiKey(API_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "DEBUG", "TRACE"})
    void no_secret_stands_in_the_log_at_any_level(String level) throws Exception {
        SandboxRecord linq = new SandboxRecord(sandbox, API_KEY);
        InProcessProgram instance = program()
                .with("linq.api.key", API_KEY)
                .with("ledger.url", FreshLedger.postgres().replaceFirst("\\?.*", ""))
                .with("ledger.user", "postgres")
                .with("ledger.password", LEDGER_PASSWORD)
                .with(
                        "camel.component.kafka.sasl-jaas-config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"linq\" password=\""
                                + KAFKA_PASSWORD + "\";")
                .with("camel.component.kafka.ssl-key-password", KAFKA_PASSWORD)
                .subscribedTo(linq);
        Map<String, String> environment = instance.environment();
        // A secret of a file is as secret.
        for (String variable : List.of("LEDGER_PASSWORD", "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG")) {
            Path file = Files.writeString(folder.resolve(variable), environment.remove(variable));
            environment.put(variable + "_FILE", file.toString());
        }
        String secret = environment.get("LINQ_WEBHOOK_SECRET");
        environment.put("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=" + loggingAt(level));
        String log;
        try (ProgramProcess program =
                ProgramProcess.start(folder, environment, "run").awaitLine("ready in")) {
            topics.produce(
                    "k",
                    "{\"type\":\"create_group\",\"command_id\":\"c1\\n00:00:00.000 INFO  forged\",\"group_ref\":\"g\","
                            + "\"to\":[\"+12025550101\",\"+12025550102\"],\"message\":{\"text\":\"Hello\"}}");
            Files.writeString(
                    folder.resolve("inbox/crew.csv"), "to,message\n+12025550103;+12025550104,Hello\n12,bad\n");
            await().atMost(LONG).until(() -> topics.outcomesSoFar().size() >= 3);
            await().atMost(LONG).until(() -> Files.exists(folder.resolve("inbox/done/crew.csv")));
            assertThat(instance.deliverWebhook("e-1")).isEqualTo(200);
            program.kill();
            log = program.output();
        }

        assertThat(log).contains("ready in", level);
        for (String each :
                List.of(API_KEY, LEDGER_PASSWORD, KAFKA_PASSWORD, secret, secret.substring("whsec_".length()))) {
            assertThat(log.lines().filter(line -> line.contains(each)).limit(5)).isEmpty();
        }
        assertThat(log.lines().filter(line -> line.matches("00:00:00\\.000 INFO {2}forged.*")))
                .isEmpty();
    }

    /** As the program logs, but everything from this level on. */
    private Path loggingAt(String level) throws Exception {
        String configuration = Files.readString(Path.of("src/main/resources/logback.xml"))
                .replaceAll("<logger [^>]*/>", "")
                .replace("<root level=\"WARN\">", "<root level=\"" + level + "\">");
        assertThat(configuration).contains("<root level=\"" + level + "\">").doesNotContain("<logger");
        return Files.writeString(folder.resolve("logback.xml"), configuration);
    }
}
