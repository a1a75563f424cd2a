package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aGroup;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.TestCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Rules for parts of any content. */
@StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
class UnknownPartsPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LINK = Pattern.compile("(?i)://|www\\.\\w|example\\.com");

    @Property
    void no_part_of_a_first_message_has_a_link_at_any_depth(@ForAll("parts") List<JsonNode> parts) {
        TestCommand command = aGroup("g-1").with("message", "{}");
        command.with("message/parts", JSON.createArrayNode().addAll(parts));

        Optional<JsonNode> first = first(command);

        first.ifPresent(message -> assertThat(hasLink(withoutUrlsOfMedia(message)))
                .as("link in %s", message)
                .isFalse());
        Statistics.label("outcome")
                .collect(first.isPresent() ? "planned" : "refused")
                .coverage(outcome -> {
                    outcome.check("planned").percentage(share -> share > 5);
                    outcome.check("refused").percentage(share -> share > 5);
                });
    }

    private static Optional<JsonNode> first(TestCommand command) {
        try {
            return Optional.of(
                    TestPlan.of(command, Optional.of("Hello from us")).first().message());
        } catch (CommandRefused e) {
            return Optional.empty();
        }
    }

    private static JsonNode withoutUrlsOfMedia(JsonNode message) {
        JsonNode copy = message.deepCopy();
        copy.path("parts").forEach(part -> {
            if (part.path("type").asText().equals("media")) {
                ((ObjectNode) part).remove("url");
            }
        });
        return copy;
    }

    private static boolean hasLink(JsonNode json) {
        if (json.isTextual()) {
            return LINK.matcher(json.textValue()).find();
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (LINK.matcher(field.getKey()).find() || hasLink(field.getValue())) {
                return true;
            }
        }
        for (JsonNode entry : json) {
            if (hasLink(entry)) {
                return true;
            }
        }
        return false;
    }

    @Provide
    Arbitrary<List<JsonNode>> parts() {
        return Combinators.combine(
                        Arbitraries.of("text", "media", "link", "imessage_app", "app_clip", "location_pin"), fields())
                .as((type, fields) -> {
                    ObjectNode part = fields.deepCopy();
                    part.put("type", type);
                    switch (type) {
                        case "text" ->
                            part.put("value", "Hello " + fields.path("note").asText());
                        case "media" -> part.put("url", "https://example.com/a.png");
                        case "link" -> part.put("value", "https://example.com/1");
                        default -> part.put("name", "Orders");
                    }
                    return (JsonNode) part;
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /** Mostly without a link. */
    private static Arbitrary<ObjectNode> fields() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of("note", "place", "mention_of", "layout")),
                Tuple.of(1, Arbitraries.of("https://example.com", "example.com")));
        return values(3)
                .flatMap(value -> names.map(name ->
                        (ObjectNode) JsonNodeFactory.instance.objectNode().set(name, value)))
                .list()
                .ofMaxSize(2)
                .map(all -> {
                    ObjectNode fields = JsonNodeFactory.instance.objectNode();
                    all.forEach(fields::setAll);
                    return fields;
                });
    }

    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of("Gate 4", "", "ann@example.org", "5").map(text ->
                        (JsonNode) JsonNodeFactory.instance.textNode(text))),
                Tuple.of(
                        1,
                        Arbitraries.of("see https://example.com/x", "example.com", "www.example.com!", "app://orders")
                                .map(text -> (JsonNode) JsonNodeFactory.instance.textNode(text))),
                Tuple.of(2, Arbitraries.of(JsonNodeFactory.instance.numberNode(7))),
                Tuple.of(1, Arbitraries.of(JsonNodeFactory.instance.nullNode())));
        if (depth == 0) {
            return leaf;
        }
        return Arbitraries.frequencyOf(
                Tuple.of(3, leaf),
                Tuple.of(1, values(depth - 1).list().ofMaxSize(2).map(all ->
                        (JsonNode) JSON.createArrayNode().addAll(all))),
                Tuple.of(1, values(depth - 1).map(value ->
                        (JsonNode) JSON.createObjectNode().set("inside", value))));
    }
}
