package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.InProcessProgram;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The metrics of a program that has worked are those that docs/operations.md lists and that docs/ops asks for. */
class MetricsIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (linq_\\w+) ");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z]\\w*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(linq_\\w+)` \\|([^|]*)\\|");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    private static final Pattern QUERIED = Pattern.compile("\\b(?:linq|jvm|hikaricp|process|system)_\\w+");
    private static final String SUFFIXES = "_(?:bucket|count|sum|max)$";

    private InProcessProgram program;
    private String metrics;

    /** A group and a refused command: every metric that appears with its first use has been used. */
    @BeforeEach
    void work() throws Exception {
        program = program().with("linq.confirm", "true").subscribedTo(linq).start();
        topics.produce(
                "order-1",
                """
                {"type": "create_group", "command_id": "ord-1", "to": ["+12025550101", "+12025550102"],
                 "message": {"text": "Hello"}}
                """);
        topics.produce("order-2", "{\"type\": \"whatever a producer writes\", \"command_id\": \"ord-2\"}");
        await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 2);
        // What is behind the backlog's gauges is read every five seconds.
        await().atMost(LONG).until(() -> program.metrics().contains("linq_calls_unconfirmed 0.0"));
        metrics = program.metrics();
    }

    @Test
    void the_table_has_each_metric_with_its_labels() throws Exception {
        Map<String, Set<String>> listed = ROW.matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> CODE.matcher(row.group(2))
                                .results()
                                .map(label -> label.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)),
                        (one, other) -> one,
                        TreeMap::new));

        Map<String, Set<String>> served = new TreeMap<>();
        FAMILY.matcher(metrics).results().forEach(each -> served.put(family(each.group(1)), new TreeSet<>()));
        samples()
                .filter(sample -> served.containsKey(family(sample.group(1))) && sample.group(2) != null)
                .forEach(sample -> LABEL.matcher(sample.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("le"))
                        .forEach(served.get(family(sample.group(1)))::add));
        assertThat(listed).isEqualTo(served);
    }

    @Test
    void alerts_and_dashboard_ask_for_metrics_that_are_served() throws Exception {
        Set<String> served = samples().map(sample -> sample.group(1)).collect(Collectors.toSet());
        JsonNode alerts;
        try (Reader reader = Files.newBufferedReader(Path.of("docs/ops/alerts.yml"))) {
            alerts = new ObjectMapper()
                    .valueToTree(new Load(LoadSettings.builder().build()).loadFromReader(reader));
        }
        JsonNode dashboard =
                new ObjectMapper().readTree(Path.of("docs/ops/dashboard.json").toFile());

        for (JsonNode file : new JsonNode[] {alerts, dashboard}) {
            Set<String> queried = file.findValuesAsText("expr").stream()
                    .flatMap(query -> QUERIED.matcher(query).results())
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(queried).hasSizeGreaterThan(5).isSubsetOf(served);
        }
    }

    /** Prometheus 3, of the compose file, measures only what says what format it has. */
    @Test
    void metrics_say_in_which_format_they_are() throws Exception {
        assertThat(program.observe("metrics")
                        .headers()
                        .firstValue("Content-Type")
                        .orElse("none"))
                .matches("text/plain; ?version=0\\.0\\.4(; ?charset=utf-8)?");
    }

    @Test
    void what_a_producer_writes_is_no_label() {
        assertThat(metrics)
                .contains("linq_outcomes_total{status=\"refused\",type=\"unknown\"} 1.0")
                .contains("linq_outcomes_total{status=\"confirmed\",type=\"create_group\"} 1.0")
                .doesNotContain("whatever");
    }

    @Test
    void requests_are_measured_by_endpoint_and_not_by_id() {
        assertThat(metrics).contains("linq_requests_seconds_count{endpoint=\"POST /chats\",status=\"2xx\"} 1");
        assertThat(samples()
                        .filter(sample -> sample.group(1).equals("linq_requests_seconds_count"))
                        .map(sample -> sample.group(2)))
                .isNotEmpty()
                .allMatch(labels ->
                        labels.matches("endpoint=\"[A-Z]+ (/[a-z_]+|/\\{id})+\",status=\"(\\dxx|429|none)\""));
    }

    @Test
    void liveness_and_readiness_are_pages_of_their_own() throws Exception {
        assertThat(program.observe("health/live").statusCode()).isEqualTo(200);
        assertThat(program.observe("health/ready").statusCode()).isEqualTo(200);
    }

    private Stream<MatchResult> samples() {
        return SAMPLE.matcher(metrics).results();
    }

    private static String family(String name) {
        return name.replaceFirst(SUFFIXES, "");
    }
}
