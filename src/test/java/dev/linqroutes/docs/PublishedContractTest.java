package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.kafka.EventTopics;
import dev.linqroutes.testing.PublishedContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published contract is whole and says what the program does. That real records keep to it, every {@code IT} asks. */
class PublishedContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PublishedContract CONTRACT = PublishedContract.load();
    private static final JsonNode DOCUMENT = CONTRACT.document();

    @Test
    void every_topic_that_the_settings_name_is_described_and_no_other() throws IOException {
        Properties settings = new Properties();
        try (InputStream defaults = PublishedContractTest.class.getResourceAsStream("/application.properties")) {
            settings.load(defaults);
        }
        EventTopics events = EventTopics.parse(
                settings.getProperty("topics.events"),
                List.of(settings.getProperty("topics.events.by-type").split(",")));
        Set<String> topics = new TreeSet<>(events.topicNames());
        settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith("topics.") && !name.equals("topics.events.by-type"))
                .map(settings::getProperty)
                .forEach(topics::add);

        assertThat(DOCUMENT.get("channels"))
                .extracting(channel -> channel.get("address").textValue())
                .containsExactlyInAnyOrderElementsOf(topics);
    }

    @Test
    void the_program_receives_commands_and_sends_all_else() {
        assertThat(DOCUMENT.get("operations"))
                .extracting(operation -> CONTRACT.resolved(operation.get("channel"))
                                .get("address")
                                .textValue()
                        + " " + operation.get("action").textValue())
                .containsExactlyInAnyOrderElementsOf(Stream.of(DOCUMENT.get("channels"))
                        .flatMap(channels -> channels.findValuesAsText("address").stream())
                        .map(address -> address + (address.equals("linq.commands") ? " receive" : " send"))
                        .toList());
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(DOCUMENT.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).isFalse();
            } else {
                assertThat(PublishedContractTest.class.getResource("/schemas/" + reference))
                        .isNotNull();
            }
        });
    }

    static List<Arguments> examples() {
        List<Arguments> examples = new ArrayList<>();
        for (JsonNode channel : DOCUMENT.get("channels")) {
            for (JsonNode message : channel.get("messages")) {
                for (JsonNode example : CONTRACT.resolved(message).get("examples")) {
                    examples.add(Arguments.of(channel.get("address").textValue(), example));
                }
            }
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_keeps_to_its_schema(String topic, JsonNode example) throws IOException {
        JsonNode payload = example.get("payload");
        CONTRACT.assertConforms(
                topic,
                sent("key", payload.isNull() ? null : JSON.writeValueAsString(payload), example.path("headers")));
    }

    @Test
    void every_message_has_an_example() {
        assertThat(DOCUMENT.at("/components/messages"))
                .allSatisfy(message -> assertThat(message.get("examples")).isNotEmpty());
    }

    @Test
    void an_event_of_an_unknown_type_with_unknown_fields_keeps_to_the_contract() {
        assertThatCode(() -> CONTRACT.assertConforms(
                        "linq.events.other",
                        sent(
                                "chat-1",
                                "{\"event_type\":\"new.kind\",\"more\":[1],\"data\":{\"any\":1}}",
                                eventHeaders())))
                .doesNotThrowAnyException();
    }

    @Test
    void a_record_breaks_the_contract_by_a_value_a_header_or_a_key_that_it_does_not_know() {
        assertBroken("linq.outcomes", "key", "{\"status\":\"done\"}", Map.of("content-type", "application/json"));
        assertBroken("linq.outcomes", "key", "no JSON", Map.of("content-type", "application/json"));
        assertBroken("linq.outcomes", "key", null, Map.of("content-type", "application/json"));
        assertBroken("linq.events", "key", "{}", Map.of("ce_id", "1"));
        assertBroken("linq.groups", null, null, Map.of());
        assertBroken("linq.groups", "key", null, Map.of("breadcrumbId", "1"));
        assertBroken("linq.nothing", "key", "{}", Map.of());
    }

    private static void assertBroken(String topic, String key, String value, Map<String, String> headers) {
        assertThatThrownBy(() -> CONTRACT.assertConforms(topic, sent(key, value, JSON.valueToTree(headers))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(topic);
    }

    private static JsonNode eventHeaders() {
        return JSON.valueToTree(Map.of(
                "ce_specversion", "1.0",
                "ce_id", "event-1",
                "ce_type", "new.kind",
                "ce_source", "linq:unknown",
                "content-type", "application/json"));
    }

    private static ConsumerRecord<byte[], byte[]> sent(String key, String value, JsonNode headers) {
        ConsumerRecord<byte[], byte[]> sent = new ConsumerRecord<>("topic", 0, 0, bytes(key), bytes(value));
        headers.properties().forEach(header -> sent.headers()
                .add(header.getKey(), bytes(header.getValue().textValue())));
        return sent;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
