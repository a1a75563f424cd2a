package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.PrometheusServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real Prometheus measures a program at work: the queries of docs/ops find what they ask for. */
class MonitoringIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Pattern COMPARED = Pattern.compile("absent\\((.*)\\)|(.*?) (?:==|>) .*");
    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    private InProcessProgram program;
    private PrometheusServer prometheus;
    private int commands;

    /** Everything happens once before the first measurement, and again after it: a rate needs two measurements that differ. */
    @BeforeEach
    void work() throws Exception {
        PrometheusServer.requireInstalled();
        program = program()
                .with("linq.confirm", "true")
                .with("linq.confirm.deadline", "2s")
                .subscribedTo(linq)
                .start();
        workWithAndWithoutEvents();
        prometheus = closeAfterwards(PrometheusServer.start(folder, "127.0.0.1:" + program.setting("observe.port")));
        await().atMost(LONG).until(() -> hasNumber("linq_confirmations_seconds_count{by=\"read\"}"));
        workWithAndWithoutEvents();
    }

    private void workWithAndWithoutEvents() throws Exception {
        linq.setFaults("{\"error_before\": 1}");
        createGroup();
        await().atMost(LONG)
                .until(() -> linq.faults().at("/struck/error_before").asInt() > 0);
        linq.setFaults("{}");
        awaitOutcome("confirmed");
        produce("send_message", "\"chat_id\": \"" + UUID.randomUUID() + "\"");
        awaitOutcome("failed");
        produce("no_such_type", "\"to\": []");
        awaitOutcome("refused");

        setSubscriptions(false);
        createGroup();
        awaitOutcome("confirmed");
        setSubscriptions(true);
    }

    /** Of other members each time: the same would be the same chat. */
    private void createGroup() throws Exception {
        produce(
                "create_group",
                "\"to\": [\"+120255501%02d\", \"+120255502%02d\"]".formatted(commands + 1, commands + 1));
    }

    private void produce(String type, String fields) throws Exception {
        commands++;
        topics.produce(
                "order-" + commands,
                "{\"type\": \"%s\", \"command_id\": \"c-%d\", \"message\": {\"text\": \"Hello\"}, %s}"
                        .formatted(type, commands, fields));
    }

    /** Of the latest command. */
    private void awaitOutcome(String status) {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                .hasSize(commands)
                .last()
                .extracting(outcome -> outcome.get("status").asText())
                .isEqualTo(status));
    }

    private void setSubscriptions(boolean active) throws Exception {
        for (JsonNode each : linq.api("GET", "/webhook-subscriptions", "").get("subscriptions")) {
            linq.api("PUT", "/webhook-subscriptions/" + each.get("id").asText(), "{\"is_active\": " + active + "}");
        }
    }

    @Test
    void every_panel_has_data_and_a_name_for_each_of_its_series() throws Exception {
        JsonNode dashboard =
                new ObjectMapper().readTree(Path.of("docs/ops/dashboard.json").toFile());
        List<JsonNode> queries = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> panel.get("targets").forEach(queries::add));

        assertThat(queries).hasSizeGreaterThan(15);
        for (JsonNode query : queries) {
            String expression = query.get("expr").asText();
            await(expression).atMost(LONG).until(() -> hasNumber(expression));
            List<String> names = new ArrayList<>();
            prometheus
                    .query(expression)
                    .forEach(
                            series -> names.add(legend(query.get("legendFormat").asText(), series.get("metric"))));
            assertThat(names).as(expression).doesNotHaveDuplicates();
        }
    }

    /** The name of a series, by the labels that the query has left it. */
    private static String legend(String format, JsonNode labels) {
        return LABEL.matcher(format).replaceAll(label -> {
            assertThat(labels.has(label.group(1)))
                    .as("%s in %s", label.group(), labels)
                    .isTrue();
            return Matcher.quoteReplacement(labels.get(label.group(1)).asText());
        });
    }

    @Test
    void what_every_alert_compares_is_there() throws Exception {
        await().atMost(LONG).until(() -> rules().stream()
                .allMatch(rule -> rule.get("health").asText().equals("ok")));

        for (JsonNode rule : rules()) {
            assertThat(rule.path("lastError").asText())
                    .as(rule.get("name").asText())
                    .isEmpty();
            Matcher compared = COMPARED.matcher(rule.get("query").asText());
            assertThat(compared.matches()).as(rule.get("query").asText()).isTrue();
            String left = compared.group(1) == null ? compared.group(2) : compared.group(1);
            await(left).atMost(LONG).until(() -> hasNumber(left));
        }
    }

    private List<JsonNode> rules() throws Exception {
        List<JsonNode> rules = new ArrayList<>();
        prometheus.api("rules").at("/groups/0/rules").forEach(rules::add);
        assertThat(rules).isNotEmpty();
        return rules;
    }

    @Test
    void webhooks_with_a_wrong_signature_call_a_person_who_is_told_how_many() throws Exception {
        // The running program keeps its secret; what is signed from now on has another one.
        program.with("linq.webhook.secret", "whsec_" + "A".repeat(32));
        for (int i = 0; i < 15; i++) {
            assertThat(program.deliverWebhook("event-" + i)).isEqualTo(401);
        }

        await().atMost(LONG).until(() -> hasNumber("ALERTS{alertname=\"WebhooksRejected\", alertstate=\"firing\"}"));
        assertThat(prometheus.api("alerts").get("alerts"))
                .filteredOn(alert -> alert.at("/labels/alertname").asText().equals("WebhooksRejected"))
                .singleElement()
                .extracting(alert -> alert.at("/annotations/summary").asText())
                .asString()
                .matches("\\d+(\\.\\d+)? webhooks with a wrong signature in 15 minutes");
    }

    /** Whether the result has a number; a quantile of nothing is NaN. */
    private boolean hasNumber(String expression) throws Exception {
        for (JsonNode series : prometheus.query(expression)) {
            if (!series.at("/value/1").asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }
}
