package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.LinqRoutes;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a real broker, the sandbox and a ledger file. */
class DoctorCommandIT {
    private static final String LINE = "+12223334444";

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private TestTopics topics;
    private Sandbox sandbox;

    @BeforeEach
    void set() throws Exception {
        topics = new TestTopics(TestKafka.brokers());
        awaitTopics(topics.commands(), topics.groups(), topics.events("other"));
        sandbox = Sandbox.start(SandboxOptions.defaults().withLines(List.of(LINE)));
        settings.putAll(topics.settings());
        settings.put("linq.api.url", sandbox.apiUrl());
        settings.put("linq.api.key", "sandbox-key");
        settings.put("linq.from", LINE);
        settings.put("linq.webhook.public-url", "");
        settings.put("linq.webhook.secret", "");
        settings.put("ledger.url", "jdbc:h2:file:" + folder.resolve("ledger"));
        settings.put("inbox.directory", folder.resolve("inbox").toString());
        environment.put("LINQ_API_KEY", "sandbox-key");
    }

    @AfterEach
    void close() {
        sandbox.close();
        topics.close();
    }

    @Test
    void before_the_first_start_all_that_is_there_is_well_and_the_rest_is_created_by_it() throws Exception {
        new SandboxRecord(sandbox).createContactCard(LINE);

        assertThat(doctor(0))
                .contains("settings  ok       what is needed is set, and every name is known")
                .contains("kafka     ok       connected to " + TestKafka.brokers())
                .contains("kafka     ok       topics: 16; partitions of " + topics.commands() + ": "
                        + TestTopics.PARTITIONS)
                .contains("ledger    ok       there is none yet at jdbc:h2:")
                .contains("linq      ok       the API key is accepted; lines: 1")
                .contains("linq      ok       the clock of this machine and that of Linq agree")
                .contains("linq      ok       line …4444-5238 is HEALTHY")
                .contains("linq      ok       line …4444-5238 has an active contact card")
                .contains("webhooks  WARNING  LINQ_WEBHOOK_PUBLIC_URL is not set")
                .contains("inbox     ok       there is none yet at ")
                .doesNotContain("PROBLEM", LINE, "sandbox-key");
    }

    @Test
    void a_line_without_a_contact_card_is_told_of() {
        assertThat(doctor(0)).contains("linq      WARNING  line …4444-5238 has no contact card");
    }

    @Test
    void beside_a_running_program_ledger_and_inbox_are_well() throws Exception {
        try (InProcessProgram program = new InProcessProgram(folder, topics, sandbox.apiUrl())
                .with("ledger.url", settings.get("ledger.url"))
                .start()) {
            assertThat(program.health().statusCode()).isEqualTo(200);
            assertThat(doctor(0))
                    .contains("ledger    ok       jdbc:h2:")
                    .contains("inbox     ok       " + folder.resolve("inbox") + " can be written");
        }
        assertThat(doctor(0)).contains("has the schema of this version");
        try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("doctor")))
                    .isEmpty();
        }
    }

    @Test
    void missing_topics_are_named_and_created_on_request_with_the_options_they_need() throws Exception {
        String groups = topics.groups() + ".new";
        String dead = topics.dead() + ".new";
        settings.put("topics.groups", groups);
        settings.put("topics.dead", dead);

        assertThat(doctor(1))
                .contains("kafka     PROBLEM  topic " + groups + " does not exist")
                .contains("kafka     PROBLEM  topic " + dead + " does not exist")
                .contains("-> create it, or let `doctor --create-topics` do it");
        assertThat(doctor(0, "--create-topics")).contains("topic " + groups + " created, partitions: 6");

        awaitTopics(groups, dead);
        assertThat(doctor(0)).contains("topics: 16").doesNotContain(groups, dead);
        assertThat(config(groups, "cleanup.policy")).isEqualTo("compact");
        assertThat(config(dead, "max.message.bytes")).isEqualTo("2097152");
    }

    @Test
    void a_misspelt_setting_is_named_with_the_one_that_was_meant() {
        environment.put("LINQ_WORKER", "64");
        environment.put("KAFKA_BROKER", "kafka:9092");
        environment.put("HTTP_PROXY", "http://proxy:3128");
        environment.put("LINQ_POLL", "200ms");

        assertThat(doctor(0))
                .contains("settings  WARNING  LINQ_WORKER is set, but is no setting; did you mean \"LINQ_WORKERS\"?")
                .contains("KAFKA_BROKER is set, but is no setting; did you mean \"KAFKA_BROKERS\"?")
                .doesNotContain("HTTP_PROXY", "LINQ_POLL is");
    }

    @Test
    void a_rejected_key_does_not_keep_the_other_areas_from_being_examined() {
        settings.put("linq.api.key", "wrong-key-of-somebody");

        assertThat(doctor(1))
                .contains("linq      PROBLEM  Linq rejected the API key (LINQ_API_KEY): HTTP 401")
                .contains("inbox     ok")
                .doesNotContain("wrong-key-of-somebody");
    }

    @Test
    void a_line_that_is_not_of_the_key_is_a_problem_and_no_number_is_printed() {
        settings.put("linq.from", "+12025550199");

        assertThat(doctor(1))
                .contains("(LINQ_FROM) does not belong to this API key")
                .contains("-> use one of the key's lines: …4444-5238")
                .doesNotContain("+12025550199", LINE);
    }

    @Test
    void what_cannot_be_reached_is_named_with_its_setting() {
        settings.put("kafka.brokers", "127.0.0.1:" + ProgramProcess.freePort());
        settings.put("linq.api.url", "http://127.0.0.1:" + ProgramProcess.freePort());
        settings.put("ledger.url", "jdbc:postgresql://127.0.0.1:" + ProgramProcess.freePort() + "/ledger");

        assertThat(doctor(1))
                .contains("kafka     PROBLEM  no connection to Kafka at 127.0.0.1:")
                .contains("linq      PROBLEM  no response from Linq at http://127.0.0.1:")
                .contains("ledger    PROBLEM  cannot open the ledger at jdbc:postgresql://127.0.0.1:");
    }

    @Test
    void invalid_settings_do_not_keep_the_areas_from_being_examined_that_can_be() {
        settings.put("linq.api.url", "foo");
        settings.put("linq.webhook.secret", "foo");
        settings.put("ledger.connections", "0");

        assertThat(doctor(1))
                .contains("settings  PROBLEM  setting linq.api.url (LINQ_API_URL) must be a URL")
                .contains("settings  PROBLEM  setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) ")
                .contains("settings  PROBLEM  setting ledger.connections (LEDGER_CONNECTIONS) must be at least 1, is 0")
                .contains("kafka     ok", "ledger    ok", "linq      PROBLEM", "inbox     ok");
    }

    @Test
    void a_number_with_which_the_program_does_not_start_does_not_keep_linq_from_being_asked() {
        settings.put("linq.workers", "0");

        assertThat(doctor(1))
                .contains("settings  PROBLEM  setting linq.workers (LINQ_WORKERS) must be at least 1, is 0")
                .contains("linq      ok       the API key is accepted");
    }

    @Test
    void an_inbox_that_is_no_folder_is_a_problem() throws Exception {
        Files.writeString(folder.resolve("inbox"), "a file");

        assertThat(doctor(1)).contains("inbox     PROBLEM  " + folder.resolve("inbox") + " cannot be used: ");
    }

    @Test
    void a_subscription_that_is_missing_is_a_problem_and_an_address_that_nobody_answers_a_warning() {
        settings.put("linq.webhook.public-url", "https://127.0.0.1:" + ProgramProcess.freePort() + "/webhooks/linq");

        assertThat(doctor(1))
                .contains("webhooks  PROBLEM  ")
                .contains("-> run subscribe")
                .contains("webhooks  WARNING  https://127.0.0.1:");
    }

    @Test
    void programs_get_the_same_as_json() throws Exception {
        settings.put("linq.from", "+12025550199");

        JsonNode report = new ObjectMapper().readTree(doctor(1, "--json"));

        assertThat(report.get("ok").asBoolean()).isFalse();
        assertThat(report.get("findings"))
                .anySatisfy(finding -> {
                    assertThat(finding.get("area").asText()).isEqualTo("linq");
                    assertThat(finding.get("status").asText()).isEqualTo("problem");
                    assertThat(finding.get("remedy").asText()).isNotEmpty();
                })
                .anySatisfy(
                        finding -> assertThat(finding.get("status").asText()).isEqualTo("ok"));
    }

    /** A broker knows of topics a moment after the controller has created them. */
    private static void awaitTopics(String... names) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.brokers()))) {
            await().until(() -> admin.listTopics().names().get().containsAll(List.of(names)));
        }
    }

    /** Runs the command, asserts the exit code and returns the output. */
    private String doctor(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = LinqRoutes.commandLine("run")
                .addSubcommand(new DoctorCommand(settings, environment))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));

        int code = program.execute(
                Stream.concat(Stream.of("doctor"), Stream.of(arguments)).toArray(String[]::new));

        assertThat(code).as(out.toString() + err).isEqualTo(exitCode);
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }

    private static String config(String topic, String option) throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.brokers()))) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(option)
                    .value();
        }
    }
}
