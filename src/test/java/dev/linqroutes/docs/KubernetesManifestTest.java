package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.app.Settings;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Where no cluster answers, at least what the example says has to be known to Kubernetes and to fit the program. */
class KubernetesManifestTest {
    private static final Path MANIFEST = Path.of("docs/kubernetes/linq-routes.yaml");

    /** The classes of the client keep unknown fields, as if they were known, unless this is ignored. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    private static final Map<String, Class<?>> KINDS = Map.of(
            "Deployment", Deployment.class,
            "PersistentVolumeClaim", PersistentVolumeClaim.class,
            "Service", Service.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);

    private static final Map<String, JsonNode> BY_KIND = new HashMap<>();
    private static Properties settings;

    @BeforeAll
    static void read() throws IOException {
        try (Reader reader = Files.newBufferedReader(MANIFEST);
                InputStream defaults = KubernetesManifestTest.class.getResourceAsStream("/application.properties")) {
            for (Object document : new Load(LoadSettings.builder().build()).loadAllFromReader(reader)) {
                JsonNode json = STRICT.valueToTree(document);
                BY_KIND.put(json.get("kind").asText(), json);
            }
            settings = new Properties();
            settings.load(defaults);
        }
    }

    @Test
    void kubernetes_knows_every_field() throws IOException {
        assertThat(BY_KIND).containsOnlyKeys(KINDS.keySet());
        for (Map.Entry<String, JsonNode> each : BY_KIND.entrySet()) {
            assertThat(STRICT.treeToValue(each.getValue(), KINDS.get(each.getKey())))
                    .isNotNull();
        }
    }

    @Test
    void a_field_that_kubernetes_does_not_know_is_found() {
        ObjectNode misspelt = BY_KIND.get("Deployment").deepCopy();
        ((ObjectNode) misspelt.at("/spec/template/spec/containers/0/livenessProbe")).put("timeoutSecond", 5);

        assertThatThrownBy(() -> STRICT.treeToValue(misspelt, Deployment.class))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("timeoutSecond");
    }

    @Test
    void the_program_is_given_only_settings_that_it_has() {
        assertThat(environment().keySet())
                .isNotEmpty()
                .filteredOn(name -> !name.startsWith("CAMEL_COMPONENT_KAFKA_") && !name.equals("LOG_FORMAT"))
                .isSubsetOf(Settings.variables());
    }

    @Test
    void secrets_are_files_of_a_read_only_volume_and_nothing_else_is() {
        List<String> secrets = new ArrayList<>();
        environment().forEach((name, value) -> {
            if (name.endsWith("_FILE")) {
                assertThat(value).startsWith("/run/secrets/linq-routes/");
                secrets.add(value.substring(value.lastIndexOf('/') + 1));
            } else {
                assertThat(name).doesNotContain("PASSWORD", "SECRET", "API_KEY", "JAAS");
            }
        });

        assertThat(secrets)
                .containsExactlyInAnyOrder("linq-api-key", "linq-webhook-secret", "ledger-password", "kafka-login");
        JsonNode mount = mounts().get("/run/secrets/linq-routes");
        assertThat(mount.path("readOnly").asBoolean()).isTrue();
        assertThat(volumes()
                        .get(mount.get("name").asText())
                        .at("/secret/secretName")
                        .asText())
                .isEqualTo("linq-routes");
    }

    @Test
    void the_documented_command_makes_every_secret_that_is_used() throws IOException {
        String page = Files.readString(Path.of("docs/kubernetes.md"));

        assertThat(environment().entrySet())
                .filteredOn(each -> each.getKey().endsWith("_FILE"))
                .allSatisfy(each -> assertThat(page)
                        .contains("--from-file=" + each.getValue().replaceAll(".*/", "")));
    }

    @Test
    void probes_ask_the_pages_of_health_on_the_programs_port() {
        assertThat(port("observe")).isEqualTo(settings.getProperty("observe.port"));
        assertThat(port("http")).isEqualTo(settings.getProperty("http.port"));
        assertThat(List.of("startupProbe", "livenessProbe", "readinessProbe")).allSatisfy(probe -> assertThat(
                        container().at("/" + probe + "/httpGet/port").asText())
                .isEqualTo("observe"));
        String health = settings.getProperty("camel.management.healthPath");
        assertThat(container().at("/startupProbe/httpGet/path").asText()).isEqualTo(health + "/live");
        assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo(health + "/live");
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo(health + "/ready");
    }

    @Test
    void the_program_has_more_time_to_stop_than_it_takes() {
        int processEnds = Integer.parseInt(settings.getProperty("camel.main.shutdownTimeout")) + 5;

        assertThat(pod().get("terminationGracePeriodSeconds").asInt()).isGreaterThan(processEnds);
    }

    @Test
    void webhooks_reach_the_pods_that_can_store_them() {
        JsonNode service = BY_KIND.get("Service").get("spec");

        assertThat(service.has("publishNotReadyAddresses")).isFalse();
        assertThat(service.get("ports"))
                .singleElement()
                .satisfies(port -> assertThat(port.get("targetPort").asText()).isEqualTo("http"));
    }

    @Test
    void service_budget_and_spread_select_the_pods_of_the_deployment() {
        JsonNode labels = BY_KIND.get("Deployment").at("/spec/template/metadata/labels");

        assertThat(List.of(
                        BY_KIND.get("Deployment").at("/spec/selector/matchLabels"),
                        BY_KIND.get("Service").at("/spec/selector"),
                        BY_KIND.get("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                        pod().at("/topologySpreadConstraints/0/labelSelector/matchLabels")))
                .containsOnly(labels);
        assertThat(BY_KIND.get("PodDisruptionBudget").at("/spec/maxUnavailable").asInt())
                .isLessThan(BY_KIND.get("Deployment").at("/spec/replicas").asInt());
    }

    @Test
    void the_pod_runs_as_the_user_of_the_image_and_writes_only_to_tmp_and_inbox() throws IOException {
        Matcher user = Pattern.compile("(?m)^USER (\\d+):(\\d+)$").matcher(Files.readString(Path.of("Dockerfile")));
        assertThat(user.find()).isTrue();
        assertThat(pod().at("/securityContext/runAsUser").asText()).isEqualTo(user.group(1));
        assertThat(pod().at("/securityContext/runAsGroup").asText()).isEqualTo(user.group(2));
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        JsonNode security = container().get("securityContext");
        assertThat(security.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(mounts().values())
                .filteredOn(mount -> !mount.path("readOnly").asBoolean())
                .extracting(mount -> mount.get("mountPath").asText())
                .containsExactlyInAnyOrder("/tmp", environment().get("INBOX_DIRECTORY"));
    }

    @Test
    void an_inbox_of_several_pods_is_on_a_volume_that_all_can_write() {
        JsonNode claim = BY_KIND.get("PersistentVolumeClaim");

        assertThat(claim.at("/spec/accessModes/0").asText()).isEqualTo("ReadWriteMany");
        assertThat(volumes().get("inbox").at("/persistentVolumeClaim/claimName").asText())
                .isEqualTo(claim.at("/metadata/name").asText());
    }

    @Test
    void memory_is_reserved_up_to_its_limit() {
        assertThat(container().at("/resources/requests/memory"))
                .isEqualTo(container().at("/resources/limits/memory"));
    }

    private static JsonNode pod() {
        return BY_KIND.get("Deployment").at("/spec/template/spec");
    }

    private static JsonNode container() {
        return pod().at("/containers/0");
    }

    private static String port(String name) {
        return byName(container().get("ports"), "name")
                .get(name)
                .get("containerPort")
                .asText();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        container()
                .get("env")
                .forEach(each -> environment.put(
                        each.get("name").asText(), each.get("value").asText()));
        return environment;
    }

    private static Map<String, JsonNode> mounts() {
        return byName(container().get("volumeMounts"), "mountPath");
    }

    private static Map<String, JsonNode> volumes() {
        return byName(pod().get("volumes"), "name");
    }

    private static Map<String, JsonNode> byName(JsonNode list, String name) {
        Map<String, JsonNode> byName = new HashMap<>();
        list.forEach(each -> byName.put(each.get(name).asText(), each));
        return byName;
    }
}
