package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.PrometheusServer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules of docs/ops fire when they should, and only then, as Prometheus' own tool computes it. */
class AlertRulesTest {
    private static final Path RULES = Path.of("docs/ops/alerts.yml");
    private static final Path CASES = Path.of("src/test/resources/prometheus/alerts-test.yml");
    private static final Pattern FIRING = Pattern.compile("alertname=\"(\\w+)\"");

    @TempDir
    Path folder;

    @Test
    void prometheus_accepts_the_rules_and_the_configuration() throws Exception {
        PrometheusServer.requireInstalled();

        PrometheusServer.promtool(folder, "check", "rules", RULES.toString());
        PrometheusServer.promtool(
                folder,
                "check",
                "config",
                PrometheusServer.configuration(folder, "localhost:8081").toString());
    }

    @Test
    void each_rule_fires_in_its_cases_and_in_no_other() throws Exception {
        PrometheusServer.requireInstalled();

        PrometheusServer.promtool(folder, "test", "rules", CASES.toString());
    }

    @Test
    void every_rule_has_a_case_in_which_it_fires() throws IOException {
        List<String> firing = FIRING.matcher(Files.readString(CASES))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(firing).containsExactlyInAnyOrderElementsOf(rules().findValuesAsText("alert"));
    }

    @Test
    void every_rule_says_how_urgent_it_is_and_what_to_do() throws IOException {
        assertThat(rules().at("/groups/0/rules")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
        });
    }

    private static JsonNode rules() throws IOException {
        try (Reader reader = Files.newBufferedReader(RULES)) {
            return new ObjectMapper()
                    .valueToTree(new Load(LoadSettings.builder().build()).loadFromReader(reader));
        }
    }
}
