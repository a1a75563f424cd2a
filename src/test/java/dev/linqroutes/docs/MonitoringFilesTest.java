package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Where no Docker answers, at least: Prometheus finds the program, Grafana finds Prometheus, and can draw the dashboard. */
class MonitoringFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OPS = Path.of("docs/ops");
    private static final int COLUMNS = 24;

    private static JsonNode compose;
    private static JsonNode dashboard;
    private static JsonNode datasource;

    @BeforeAll
    static void read() throws IOException {
        compose = yaml(Path.of("docker-compose.yml"));
        dashboard = JSON.readTree(OPS.resolve("dashboard.json").toFile());
        datasource = yaml(OPS.resolve("grafana-datasource.yml")).at("/datasources/0");
    }

    @Test
    void prometheus_asks_the_program_for_its_metrics_and_finds_the_rules() throws IOException {
        Properties settings = new Properties();
        try (InputStream defaults = getClass().getResourceAsStream("/application.properties")) {
            settings.load(defaults);
        }
        JsonNode configuration = yaml(OPS.resolve("prometheus.yml"));
        JsonNode job = configuration.at("/scrape_configs/0");

        assertThat(compose.get("services").has("linq-routes")).isTrue();
        assertThat(job.at("/static_configs/0/targets/0").asText())
                .isEqualTo("linq-routes:" + settings.getProperty("observe.port"));
        assertThat(job.get("metrics_path").asText()).isEqualTo("/observe/metrics");
        assertThat(mounts("prometheus"))
                .containsEntry(configuration.at("/rule_files/0").asText(), "./docs/ops/alerts.yml");
    }

    @Test
    void grafana_asks_the_prometheus_beside_it() {
        assertThat(datasource.get("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(compose.at("/services/prometheus/ports/0").asText()).endsWith(":9090");
        assertThat(mounts("grafana"))
                .containsEntry(
                        "/etc/grafana/provisioning/datasources/linq-routes.yml", "./docs/ops/grafana-datasource.yml")
                .containsEntry(
                        "/etc/grafana/provisioning/dashboards/linq-routes.yml", "./docs/ops/grafana-dashboards.yml");
    }

    @Test
    void grafana_opens_with_the_dashboard() throws IOException {
        String folder = yaml(OPS.resolve("grafana-dashboards.yml"))
                .at("/providers/0/options/path")
                .asText();
        String home = compose.at("/services/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                .asText();

        assertThat(home).startsWith(folder + "/");
        assertThat(mounts("grafana")).containsEntry(home, "./docs/ops/dashboard.json");
    }

    /** The variable lets the same file be imported into any Grafana; with one Prometheus it needs no choice. */
    @Test
    void every_query_goes_to_the_data_source_that_the_dashboard_lets_choose() {
        JsonNode variable = dashboard.at("/templating/list/0");
        assertThat(variable.get("type").asText()).isEqualTo("datasource");
        assertThat(variable.get("query").asText())
                .isEqualTo(datasource.get("type").asText());
        assertThat(datasource.get("isDefault").asBoolean()).isTrue();
        String chosen = "${" + variable.get("name").asText() + "}";

        assertThat(panels()).allSatisfy(panel -> {
            assertThat(panel.get("targets")).isNotEmpty();
            List<JsonNode> sources = panel.findValues("datasource");
            assertThat(sources).hasSize(1 + panel.get("targets").size()).allSatisfy(source -> {
                assertThat(source.get("uid").asText()).isEqualTo(chosen);
                assertThat(source.get("type").asText())
                        .isEqualTo(datasource.get("type").asText());
            });
        });
    }

    @Test
    void panels_can_be_told_apart_and_none_covers_another() {
        assertThat(panels()).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels()).extracting(panel -> panel.get("title").asText()).doesNotHaveDuplicates();
        assertThat(panels()).allSatisfy(panel -> {
            assertThat(panel.get("type").asText()).isIn("stat", "timeseries");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.get("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
        });
        Map<String, String> covered = new HashMap<>();
        for (JsonNode panel : panels()) {
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    String cell =
                            (place.get("x").asInt() + x) + "," + (place.get("y").asInt() + y);
                    assertThat(covered.put(cell, panel.get("title").asText()))
                            .as("below %s at %s", panel.get("title").asText(), cell)
                            .isNull();
                }
            }
        }
    }

    private static List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        dashboard.get("panels").forEach(panels::add);
        assertThat(panels).hasSizeGreaterThan(10);
        return panels;
    }

    /** Files of this repository by their place in the container. */
    private static Map<String, String> mounts(String service) {
        Map<String, String> mounts = new HashMap<>();
        compose.at("/services/" + service + "/volumes").forEach(volume -> {
            String[] parts = volume.asText().split(":");
            mounts.put(parts[1], parts[0]);
        });
        return mounts;
    }

    private static JsonNode yaml(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromReader(reader));
        }
    }
}
