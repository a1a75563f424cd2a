package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.app.Settings;
import dev.linqroutes.kafka.EventTopics;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Where no Docker answers, at least what the compose file says has to fit together and to fit the program. */
class ComposeFileTest {
    /** The variable that gives each secret, and the one by which its service reads it. */
    private static final Map<String, String> REQUIRED_SECRETS = Map.of(
            "LINQ_API_KEY",
            "LINQ_API_KEY",
            "LEDGER_PASSWORD",
            "LEDGER_PASSWORD",
            "POSTGRES_PASSWORD",
            "LEDGER_PASSWORD");

    private static final Set<String> OPTIONAL_SECRETS = Set.of("LINQ_WEBHOOK_SECRET", "CONSOLE_TOKEN");
    private static JsonNode compose;
    private static Properties settings;

    @BeforeAll
    static void read() throws IOException {
        try (Reader reader = Files.newBufferedReader(Path.of("docker-compose.yml"));
                InputStream defaults = ComposeFileTest.class.getResourceAsStream("/application.properties")) {
            compose = new ObjectMapper()
                    .valueToTree(new Load(LoadSettings.builder().build()).loadFromReader(reader));
            settings = new Properties();
            settings.load(defaults);
        }
    }

    @Test
    void the_app_is_given_only_settings_that_it_has() {
        assertThat(environment("linq-routes").fieldNames())
                .toIterable()
                .isNotEmpty()
                .isSubsetOf(Settings.variables());
    }

    @Test
    void a_secret_is_a_variable_without_a_default_or_a_file() {
        int secrets = 0;
        for (JsonNode service : compose.get("services")) {
            for (Map.Entry<String, JsonNode> each : service.path("environment").properties()) {
                String given = REQUIRED_SECRETS.getOrDefault(each.getKey(), each.getKey());
                if (REQUIRED_SECRETS.containsKey(each.getKey())) {
                    assertThat(each.getValue().asText()).matches("\\$\\{" + given + "\\?set [^}]+}");
                } else if (OPTIONAL_SECRETS.contains(each.getKey())) {
                    assertThat(each.getValue().asText()).isEqualTo("${" + given + ":-}");
                } else {
                    continue;
                }
                assertGivenByFile(service, each.getKey(), given);
                secrets++;
            }
        }
        assertThat(secrets).isEqualTo(REQUIRED_SECRETS.size() + OPTIONAL_SECRETS.size());
    }

    /** Without a file the variable is empty, which counts as not set; the mount still needs something to mount. */
    private static void assertGivenByFile(JsonNode service, String variable, String given) {
        String name = given.toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(service.at("/environment/" + variable + "_FILE").asText())
                .isEqualTo("${" + given + "_FILE:+/run/secrets/" + name + "}");
        assertThat(service.get("secrets")).extracting(JsonNode::asText).contains(name);
        assertThat(compose.at("/secrets/" + name + "/file").asText()).isEqualTo("${" + given + "_FILE:-/dev/null}");
    }

    /** Compose copies a secret of the environment into the container, and ends with an error if its file system is read-only. */
    @Test
    void no_secret_comes_from_the_environment_as_a_copy() {
        assertThat(compose.get("secrets")).isNotEmpty().allSatisfy(secret -> assertThat(secret.fieldNames())
                .toIterable()
                .containsExactly("file"));
    }

    @Test
    void the_topics_that_are_made_are_those_the_program_uses() {
        String script = service("topics").at("/command/0").asText();
        EventTopics events = EventTopics.parse(
                settings.getProperty("topics.events"),
                List.of(settings.getProperty("topics.events.by-type").split(",")));
        Set<String> used = new TreeSet<>(events.topicNames());
        settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith("topics.") && !name.equals("topics.events.by-type"))
                .map(settings::getProperty)
                .forEach(used::add);

        Matcher made = Pattern.compile("for topic in ([^;]+);").matcher(script);
        assertThat(made.find()).isTrue();
        assertThat(made.group(1).split("[\\s\\\\]+")).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void the_topics_of_groups_and_polls_are_compacted() {
        assertThat(List.of("topics.groups", "topics.polls")).allSatisfy(topic -> assertThat(
                        service("topics").at("/command/0").asText())
                .contains("--entity-name " + settings.getProperty(topic) + " --add-config cleanup.policy=compact"));
    }

    @Test
    void nothing_is_published_beyond_this_machine() {
        List<JsonNode> ports = compose.findValues("ports");

        assertThat(ports).isNotEmpty().allSatisfy(list -> assertThat(list)
                .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void files_that_are_mounted_are_there_and_read_only() {
        List<String> mounted = StreamSupport.stream(compose.get("services").spliterator(), false)
                .flatMap(service -> StreamSupport.stream(service.path("volumes").spliterator(), false))
                .map(JsonNode::asText)
                .filter(volume -> volume.startsWith("./"))
                .toList();

        assertThat(mounted).isNotEmpty().allSatisfy(volume -> {
            assertThat(Path.of(volume.split(":")[0])).isRegularFile();
            assertThat(volume).endsWith(":ro");
        });
    }

    @Test
    void the_program_starts_without_its_monitoring() {
        assertThat(service("prometheus").path("profiles"))
                .extracting(JsonNode::asText)
                .containsExactly("monitoring");
        assertThat(service("grafana").path("profiles"))
                .extracting(JsonNode::asText)
                .containsExactly("monitoring");
    }

    @Test
    void images_have_a_full_version_and_kafkas_is_that_of_the_client() throws IOException {
        List<String> images = new ArrayList<>(compose.findValuesAsText("image"));
        Matcher bases = Pattern.compile("(?m)^FROM (\\S+)").matcher(Files.readString(Path.of("Dockerfile")));
        bases.results().map(base -> base.group(1)).forEach(images::add);

        assertThat(images).hasSize(7).allSatisfy(image -> assertThat(image)
                .matches("[a-z/-]+:v?\\d+\\.\\d+(\\.\\d+)?\\b.*"));
        assertThat(images)
                .filteredOn(image -> image.startsWith("apache/kafka:"))
                .hasSize(2)
                .containsOnly("apache/kafka:" + AppInfoParser.getVersion());
    }

    @Test
    void every_service_has_a_limit_of_memory_and_a_rule_for_its_restart() {
        compose.get("services").properties().forEach(entry -> {
            assertThat(entry.getValue().path("mem_limit").asText())
                    .as(entry.getKey())
                    .matches("\\d+[mg]");
            assertThat(entry.getValue().path("restart").asText())
                    .as(entry.getKey())
                    .isIn("unless-stopped", "no");
        });
    }

    @Test
    void the_app_writes_only_to_its_inbox_and_to_a_tmp_that_may_run_kafkas_native_libraries() {
        JsonNode app = service("linq-routes");

        assertThat(app.path("read_only").asBoolean()).isTrue();
        assertThat(app.get("cap_drop")).extracting(JsonNode::asText).containsExactly("ALL");
        assertThat(app.get("security_opt")).extracting(JsonNode::asText).containsExactly("no-new-privileges:true");
        assertThat(app.get("volumes")).extracting(JsonNode::asText).containsExactly("inbox:/app/inbox");
        assertThat(app.get("tmpfs"))
                .singleElement()
                .satisfies(tmp -> assertThat(tmp.asText().split("[:,]")).contains("/tmp", "exec", "nosuid"));
    }

    @Test
    void the_published_ports_are_the_programs_defaults() {
        assertThat(service("linq-routes").get("ports"))
                .extracting(port -> port.asText().replaceAll(".*:", ""))
                .containsExactly(settings.getProperty("http.port"), settings.getProperty("observe.port"));
    }

    @Test
    void every_service_that_stays_has_a_healthcheck_and_the_app_waits_for_the_others() throws IOException {
        boolean ofImage = Files.readString(Path.of("Dockerfile")).contains("\nHEALTHCHECK ");
        compose.get("services").properties().forEach(entry -> {
            if (!entry.getValue().path("restart").asText().equals("no")) {
                assertThat(entry.getValue().has("healthcheck")
                                || entry.getValue().has("build") && ofImage)
                        .as(entry.getKey())
                        .isTrue();
            }
            entry.getValue().path("depends_on").properties().forEach(other -> {
                String condition = other.getValue().get("condition").asText();
                String restart = service(other.getKey()).path("restart").asText();
                assertThat(condition)
                        .isEqualTo(restart.equals("no") ? "service_completed_successfully" : "service_healthy");
            });
        });
        assertThat(service("linq-routes").get("depends_on").fieldNames())
                .toIterable()
                .containsExactly("topics", "postgres");
    }

    @Test
    void data_lies_in_volumes_that_are_declared() {
        List<String> declared = new ArrayList<>();
        compose.get("volumes").fieldNames().forEachRemaining(declared::add);
        List<String> used = new ArrayList<>();
        for (JsonNode service : compose.get("services")) {
            service.path("volumes").forEach(volume -> used.add(volume.asText().replaceAll(":.*", "")));
        }
        used.removeIf(volume -> volume.startsWith("./"));

        assertThat(used).containsExactlyInAnyOrderElementsOf(declared);
    }

    private static JsonNode service(String name) {
        return compose.at("/services/" + name);
    }

    private static JsonNode environment(String service) {
        return service(service).get("environment");
    }
}
