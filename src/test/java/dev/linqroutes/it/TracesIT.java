package dev.linqroutes.it;

import static dev.linqroutes.testing.TestTopics.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TraceCollector;
import dev.linqroutes.testing.TraceCollector.ReceivedSpan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A command is one trace, from the record that brings it to the event that confirms its last call and the record of its outcome. */
class TracesIT extends SandboxTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String EXPORT_INTERVAL = "otel.bsp.schedule.delay";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

    private TraceCollector collector;
    private KafkaProducer<byte[], byte[]> producer;
    private InProcessProgram program;

    @BeforeEach
    void prepare() throws Exception {
        System.setProperty(EXPORT_INTERVAL, "50");
        collector = new TraceCollector();
        program = program();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestKafka.brokers()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void clean() {
        producer.close();
        collector.close();
        System.clearProperty(EXPORT_INTERVAL);
    }

    @Test
    void a_command_is_one_trace_over_its_intake_its_calls_their_confirmations_and_its_outcome() throws Exception {
        startConfirming();
        produce(create("ord-1", "order-1"), Map.of("traceparent", TRACEPARENT, "tracestate", "vendor=1"));

        ConsumerRecord<byte[], byte[]> outcome = outcomeOf("ord-1");
        await().atMost(SOON).until(() -> collector.spans().size() == 6);
        List<ReceivedSpan> spans = collector.spans();
        assertThat(spans).extracting(ReceivedSpan::traceId).containsOnly(TRACE);
        assertThat(spans).extracting(ReceivedSpan::traceState).containsOnly("vendor=1");
        assertThat(spans).extracting(ReceivedSpan::service).containsOnly("linq-routes");
        assertThat(spans).noneMatch(ReceivedSpan::error);
        ReceivedSpan intake = only("process " + topics.commands());
        assertThat(intake.parentId()).isEqualTo(PARENT);
        assertThat(intake.kind()).isEqualTo("CONSUMER");
        assertThat(intake.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.destination.name", topics.commands())
                .containsEntry("messaging.kafka.offset", "0")
                .containsEntry("linq.command_type", "create_group");
        assertThat(spans.stream().filter(span -> span != intake))
                .extracting(ReceivedSpan::parentId)
                .containsOnly(intake.spanId());
        assertThat(spans)
                .extracting(span -> span.attributes().get("linq.command_id"))
                .containsOnly("ord-1");
        assertThat(spans)
                .extracting(span -> span.attributes().get("linq.group"))
                .containsOnly("order-1");

        ReceivedSpan create = only("POST /chats");
        assertThat(create.kind()).isEqualTo("CLIENT");
        assertThat(create.attributes())
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.response.status_code", "201")
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("linq.call.position", "1")
                .containsEntry("linq.call.attempt", "1")
                .containsEntry("linq.call.kind", "create_chat");
        assertThat(create.nanos()).isPositive();
        ReceivedSpan preview = only("POST /chats/{id}/messages");
        assertThat(preview.attributes()).containsEntry("linq.call.position", "2");
        for (ReceivedSpan call : List.of(create, preview)) {
            String linqTraceId = call.attributes().get("linq.trace_id");
            assertThat(new String(outcome.value(), StandardCharsets.UTF_8)).contains("\"trace_id\":\"" + linqTraceId);
            assertThat(named("confirm by event"))
                    .extracting(span -> span.attributes().get("linq.trace_id"))
                    .contains(linqTraceId);
        }
        ReceivedSpan created = only("create " + topics.outcomes());
        assertThat(created.kind()).isEqualTo("PRODUCER");
        assertThat(header(outcome, "traceparent")).isEqualTo("00-" + TRACE + "-" + created.spanId() + "-01");
        assertThat(header(outcome, "tracestate")).isEqualTo("vendor=1");
        await().atMost(SOON).untilAsserted(() -> assertThat(topics.records(topics.events()))
                .filteredOn(event -> event.headers().lastHeader("linq-command-id") != null)
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(header(event, "traceparent")).isEqualTo("00-" + TRACE + "-" + intake.spanId() + "-01");
                    assertThat(header(event, "tracestate")).isEqualTo("vendor=1");
                }));
    }

    @Test
    void the_trace_goes_on_after_a_restart_between_intake_and_call() throws Exception {
        program.with("otel.exporter.otlp.endpoint", collector.endpoint())
                .with("linq.api.url", "http://127.0.0.1:" + ProgramProcess.freePort() + "/v3")
                .start();
        produce(create("ord-1", "order-1"), Map.of("traceparent", TRACEPARENT));
        await().atMost(SOON).until(() -> !named("POST /chats").isEmpty());
        program.stop();
        assertThat(named("POST /chats"))
                .allMatch(ReceivedSpan::error)
                .allSatisfy(attempt -> assertThat(attempt.attributes()).containsEntry("error.type", "no_response"));

        program.with("linq.api.url", sandbox.apiUrl()).start();
        ConsumerRecord<byte[], byte[]> outcome = outcomeOf("ord-1");
        await().atMost(SOON).until(() -> !named("create " + topics.outcomes()).isEmpty());
        assertThat(collector.spans()).extracting(ReceivedSpan::traceId).containsOnly(TRACE);
        assertThat(named("POST /chats"))
                .filteredOn(attempt -> !attempt.error())
                .extracting(attempt -> attempt.attributes().get("http.response.status_code"))
                .containsExactly("201");
        assertThat(header(outcome, "traceparent")).startsWith("00-" + TRACE + "-");
    }

    @Test
    void a_refused_command_is_a_trace_with_an_error_and_its_outcome_carries_it() throws Exception {
        startConfirming();
        produce("{\"type\": \"no_such\", \"command_id\": \"bad\"}", Map.of("traceparent", TRACEPARENT));

        ConsumerRecord<byte[], byte[]> outcome = outcomeOf("bad");
        assertThat(header(outcome, "traceparent")).startsWith("00-" + TRACE + "-");
        await().atMost(SOON).until(() -> collector.spans().size() == 2);
        assertThat(only("process " + topics.commands()).error()).isTrue();
        assertThat(only("process " + topics.commands()).attributes()).containsEntry("linq.status", "refused");
        assertThat(topics.records(topics.dead()).get(0).headers().headers("traceparent"))
                .as("a dead letter is as it was received")
                .hasSize(1);
    }

    @Test
    void headers_that_are_no_trace_context_start_a_trace_and_harm_nothing() throws Exception {
        startConfirming();
        List<Map<String, String>> hostile = Stream.of(
                        "",
                        " ",
                        "00",
                        "x".repeat(10_000),
                        "00-" + "0".repeat(32) + "-" + PARENT + "-01",
                        TRACEPARENT + "-extra",
                        "ff-" + TRACE + "-" + PARENT + "-01",
                        TRACEPARENT.toUpperCase(java.util.Locale.ROOT),
                        "\u0000\n\u202e…")
                .map(traceparent -> Map.of("traceparent", traceparent))
                .toList();
        for (int i = 0; i < hostile.size(); i++) {
            produce(create("bad-" + i, "bad-" + i), hostile.get(i));
        }
        produce(
                create("state-1", "state-1"),
                Map.of("traceparent", TRACEPARENT, "tracestate", "a=" + "x".repeat(10_000)));
        produce(create("state-2", "state-2"), Map.of("traceparent", TRACEPARENT, "tracestate", "\u0000=,,=\n"));

        for (int i = 0; i < hostile.size(); i++) {
            assertThat(header(outcomeOf("bad-" + i), "traceparent")).doesNotContain(TRACE, "0".repeat(32));
        }
        for (String command : List.of("state-1", "state-2")) {
            ConsumerRecord<byte[], byte[]> outcome = outcomeOf(command);
            assertThat(header(outcome, "traceparent")).startsWith("00-" + TRACE + "-");
            assertThat(outcome.headers().headers("tracestate")).isEmpty();
        }
    }

    @Test
    void a_producer_that_does_not_sample_its_trace_gets_no_spans_but_its_context_back() throws Exception {
        startConfirming();
        produce(create("ord-1", "order-1"), Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-00"));

        assertThat(header(outcomeOf("ord-1"), "traceparent"))
                .startsWith("00-" + TRACE + "-")
                .endsWith("-00");
        program.stop();
        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void spans_contain_no_phone_number() throws Exception {
        startConfirming();
        produce(create("12025550142", "+12025550143"), Map.of());

        outcomeOf("12025550142");
        await().atMost(SOON).until(() -> collector.spans().size() == 6);
        assertThat(collector.spans().toString()).doesNotContain("2025550").contains("…0142", "…0143");
    }

    @Test
    void without_a_collector_there_are_no_headers_and_nothing_is_stored() throws Exception {
        program.start();
        produce(create("ord-1", "order-1"), Map.of("traceparent", TRACEPARENT));

        assertThat(outcomeOf("ord-1").headers())
                .extracting(header -> header.key())
                .containsExactly("content-type");
        program.stop();
        try (Database ledger = Database.open(program.setting("ledger.url"), "", "", 1)) {
            assertThat(ledger.jdbi().<List<Optional<String>>, RuntimeException>withHandle(handle -> handle.createQuery(
                                    "SELECT trace_context FROM command")
                            .mapTo(new GenericType<Optional<String>>() {})
                            .list()))
                    .containsExactly(Optional.empty());
        }
    }

    @Test
    void a_collector_that_is_away_holds_nothing_up_and_does_not_fill_the_log() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger("io.opentelemetry");
        log.addAppender(lines);
        try {
            program.with("otel.exporter.otlp.endpoint", "http://127.0.0.1:" + ProgramProcess.freePort())
                    .start();
            for (int i = 0; i < 30; i++) {
                produce(create("ord-" + i, "order-" + i), Map.of());
            }
            for (int i = 0; i < 30; i++) {
                outcomeOf("ord-" + i);
            }
            await().atMost(SOON).until(() -> !lines.list.isEmpty());
            Instant stopping = Instant.now();
            program.stop();

            assertThat(Duration.between(stopping, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(lines.list).hasSizeLessThan(10);
        } finally {
            log.detachAppender(lines);
        }
    }

    private void startConfirming() throws Exception {
        program.with("linq.confirm", "true")
                .with("otel.exporter.otlp.endpoint", collector.endpoint())
                .subscribedTo(linq)
                .start();
    }

    /** A group with a message and a link: two calls. */
    private static String create(String commandId, String groupRef) {
        return """
                {"type": "create_group", "command_id": "%s", "group_ref": "%s", "to": ["+12025550101", "+12025550102"],
                 "message": {"text": "Hello https://example.com/%s"}}"""
                .formatted(commandId, groupRef, groupRef);
    }

    private void produce(String command, Map<String, String> headers) throws Exception {
        ProducerRecord<byte[], byte[]> each =
                new ProducerRecord<>(topics.commands(), 0, null, command.getBytes(StandardCharsets.UTF_8));
        new LinkedHashMap<>(headers)
                .forEach((name, value) -> each.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(each).get();
    }

    private ConsumerRecord<byte[], byte[]> outcomeOf(String commandId) {
        String member = "\"command_id\":\"" + commandId + "\"";
        return await().atMost(SOON)
                .until(
                        () -> topics.records(topics.outcomes()).stream()
                                .filter(each -> new String(each.value(), StandardCharsets.UTF_8).contains(member))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<ReceivedSpan> named(String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }

    private ReceivedSpan only(String name) {
        List<ReceivedSpan> found = named(name);
        assertThat(found).as("%s in %s", name, collector.spans()).hasSize(1);
        return found.get(0);
    }
}
