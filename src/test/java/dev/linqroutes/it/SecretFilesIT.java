package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program whose environment contains no secret, only the names of files with them. */
class SecretFilesIT extends SandboxTest {
    private static final String API_KEY = "the-api-key-of-a-file";

    private InProcessProgram instance;
    private Map<String, String> environment;

    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults().withApiKey(API_KEY);
    }

    @BeforeEach
    void moveSecretsToFiles() throws Exception {
        instance = program()
                .with("linq.api.key", API_KEY)
                .with("ledger.url", FreshLedger.postgres().replaceFirst("\\?.*", ""))
                .with("ledger.user", "postgres")
                .with("ledger.password", "postgres")
                .with("linq.webhook.public-url", "https://127.0.0.1:" + ProgramProcess.freePort())
                .subscribedTo(new SandboxRecord(sandbox, API_KEY));
        environment = instance.environment();
        for (String secret : new String[] {"LINQ_API_KEY", "LINQ_WEBHOOK_SECRET", "LEDGER_PASSWORD"}) {
            environment.put(secret + "_FILE", file(secret, environment.remove(secret) + "\n"));
        }
        environment.put("CAMEL_COMPONENT_KAFKA_SSL_KEY_PASSWORD_FILE", file("kafka", "the-password-of-a-file\n"));
    }

    @Test
    void run_opens_the_ledger_calls_linq_and_verifies_webhooks_with_secrets_of_files() throws Exception {
        try (ProgramProcess program =
                ProgramProcess.start(folder, environment, "run").awaitLine("ready in")) {
            topics.produce(
                    "g",
                    "{\"type\":\"create_group\",\"command_id\":\"c1\",\"group_ref\":\"g\","
                            + "\"to\":[\"+12025550101\",\"+12025550102\"],\"message\":{\"text\":\"Hello\"}}");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                    .extracting(outcome -> outcome.get("status").asText())
                    .containsExactly("accepted"));
            assertThat(instance.deliverWebhook("e-1")).isEqualTo(200);
        }
    }

    @Test
    void every_other_command_reads_the_same_files() throws Exception {
        Path sheet = Files.writeString(folder.resolve("crew.csv"), "to,message\n+12025550103;+12025550104,Hello\n");

        assertThat(output(0, "check", sheet.toString())).contains("compared with the ledger at jdbc:postgresql:");
        assertThat(output(0, "status")).contains("no batch in the ledger");
        assertThat(output(0, "replay", "failed")).contains("in the ledger at jdbc:postgresql:");
        assertThat(output(1, "subscribe", "--check")).contains("Missing:");
        assertThat(output(1, "doctor"))
                .contains("settings  ok       what is needed is set, and every name is known")
                .contains("linq      ok       the API key is accepted")
                .contains("ledger    ok       jdbc:postgresql:");
    }

    @Test
    void a_file_that_gives_no_secret_stops_every_command_with_its_name() throws Exception {
        Path missing = folder.resolve("missing");
        environment.put("LINQ_API_KEY_FILE", missing.toString());
        String problem = "LINQ_API_KEY_FILE names " + missing + ", which does not exist";

        for (String command : new String[] {"run", "status", "subscribe"}) {
            assertThat(output(1, command)).isEqualTo("linq-routes: " + problem + System.lineSeparator());
        }
        assertThat(output(1, "doctor")).startsWith("settings  PROBLEM  " + problem);
    }

    private String output(int exitCode, String... arguments) throws Exception {
        return ProgramProcess.run(folder, environment, exitCode, arguments);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
