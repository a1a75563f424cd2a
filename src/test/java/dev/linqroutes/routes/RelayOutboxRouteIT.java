package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.app.KafkaBeans;
import dev.linqroutes.kafka.EventTopics;
import dev.linqroutes.kafka.OutboxMessageMapper;
import dev.linqroutes.kafka.RelayLog;
import dev.linqroutes.kafka.TopicExistenceCheck;
import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.Registry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real broker is sent for the rows of an outbox: the relay's route alone, the ledger replaced. */
class RelayOutboxRouteIT extends RouteRig {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Map<String, String> OWN = Map.of("content-type", "application/json");
    private static final String OUTCOME =
            """
            {"outcome_id": "1:accepted", "status": "accepted", "source": {"place": "here"}, "finished_at": "2026-11-23T11:05:50Z"}""";
    private static final String GROUP =
            """
            {"chat_id": "chat-1", "display_name": null, "group_chat_icon": null, "service": null, "is_group": null, "left": false,
             "members_known": false, "members": [], "updated_at": "2026-11-23T11:05:50Z"}""";

    private static TestTopics topics;
    private final Rows rows = new Rows();

    RelayOutboxRouteIT() {
        super("relay-outbox");
    }

    @BeforeAll
    static void createTopics() throws Exception {
        topics = new TestTopics(TestKafka.brokers());
    }

    @AfterAll
    static void close() {
        topics.close();
    }

    @Override
    void override(Properties settings) {
        settings.putAll(topics.settings());
    }

    @Override
    void bind(Registry registry) {
        EventTopics eventTopics = EventTopics.parse(
                topics.events(),
                List.of(topics.settings().get("topics.events.by-type").split(",")));
        registry.bind("outbox", rows);
        registry.bind("outboxMessageMapper", new OutboxMessageMapper(context, eventTopics));
        registry.bind("relayLog", new RelayLog(eventTopics));
        registry.bind("outboxHeaderFilter", OutboxMessageMapper.outboxHeaderFilter());
        registry.bind(
                "topicExistenceCheck",
                new TopicExistenceCheck(() -> KafkaBeans.clientProperties(context), Clock.systemUTC()));
    }

    @Test
    void a_row_without_a_value_becomes_a_tombstone_in_its_place_between_the_others() {
        rows.add(
                row(1, topics.groups(), "chat-1", GROUP, OWN),
                row(2, topics.groups(), "chat-1", null, Map.of()),
                row(3, topics.groups(), "order-1", GROUP, OWN));

        await().atMost(SOON).until(() -> topics.records(topics.groups()).size() == 3);
        assertThat(topics.records(topics.groups()))
                .filteredOn(each -> text(each.key()).equals("chat-1"))
                .extracting(each -> text(each.value()))
                .containsExactly(GROUP, null);
        await().atMost(SOON).until(() -> rows.deleted().equals(List.of(1L, 2L, 3L)));
    }

    @Test
    void an_event_goes_with_the_same_bytes_key_and_headers_to_all_events_and_to_its_own_topic_in_order() {
        String odd = "{ \"event_id\" :\"1\",\t\"more\": [1.50, \"\\u00e9\", \"é\"] }\n";
        rows.add(
                row(1, topics.events(), "chat-1", odd, event("message.sent")),
                row(2, topics.events(), "chat-1", "{\"event_id\":\"2\"}", event("message.read")),
                row(3, topics.outcomes(), "chat-1", OUTCOME, OWN),
                row(4, topics.events(), "chat-1", "{\"event_id\":\"3\"}", event("chat.created")),
                row(5, topics.events(), "chat-1", "{\"event_id\":\"4\"}", event("message.sent")));

        await().atMost(SOON).until(() -> rows.deleted().size() == 5);
        await().atMost(SOON).until(() -> topics.records(topics.events()).size() == 4);
        await().atMost(SOON)
                .until(() -> topics.records(topics.events("messages")).size() == 3);
        assertThat(topics.records(topics.events()))
                .extracting(each -> text(each.value()))
                .containsExactly(odd, "{\"event_id\":\"2\"}", "{\"event_id\":\"3\"}", "{\"event_id\":\"4\"}");
        assertThat(topics.records(topics.events("messages")))
                .extracting(each -> text(each.value()))
                .containsExactly(odd, "{\"event_id\":\"2\"}", "{\"event_id\":\"4\"}");
        assertThat(topics.records(topics.events("messages")).get(0)).satisfies(own -> {
            ConsumerRecord<byte[], byte[]> all = topics.records(topics.events()).get(0);
            assertThat(own.key()).isEqualTo(all.key());
            assertThat(own.headers().toArray()).isEqualTo(all.headers().toArray());
            assertThat(own.headers())
                    .extracting(Header::key)
                    .containsExactlyInAnyOrderElementsOf(event("message.sent").keySet());
        });
        assertThat(topics.records(topics.events("chats"))).hasSize(1);
    }

    @Test
    void a_batch_with_a_topic_that_is_not_there_is_not_sent_in_part() {
        PendingRecord outcome = row(1, topics.outcomes(), "order-1", OUTCOME, OWN);
        PendingRecord lost = row(2, topics.outcomes() + ".lost", "chat-1", "lost", Map.of());
        rows.add(outcome, lost);

        await().atMost(SOON).until(() -> rows.held().equals(List.of(1L, 2L)));
        rows.add(outcome);
        await().atMost(SOON).until(() -> rows.deleted().equals(List.of(1L)));
        await().atMost(SOON).until(() -> !ofOrder1().isEmpty());
        assertThat(ofOrder1()).hasSize(1);
    }

    private static List<ConsumerRecord<byte[], byte[]>> ofOrder1() {
        return topics.records(topics.outcomes()).stream()
                .filter(each -> text(each.key()).equals("order-1"))
                .toList();
    }

    private static PendingRecord row(long id, String topic, String key, String value, Map<String, String> headers) {
        return new PendingRecord(
                id,
                topic,
                Optional.of(key.getBytes(StandardCharsets.UTF_8)),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                headers);
    }

    private static Map<String, String> event(String type) {
        return Map.of(
                "ce_specversion", "1.0",
                "ce_id", "1",
                "ce_source", "linq:acct-1",
                "ce_type", type,
                "content-type", "application/json");
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** An outbox without a ledger: gives each batch once, and notes what it is told. */
    public static final class Rows {
        private final BlockingQueue<List<PendingRecord>> batches = new LinkedBlockingQueue<>();
        private final List<Long> deleted = new CopyOnWriteArrayList<>();
        private final List<Long> held = new CopyOnWriteArrayList<>();

        void add(PendingRecord... batch) {
            batches.add(List.of(batch));
        }

        public List<PendingRecord> awaitRecords() throws InterruptedException {
            List<PendingRecord> batch = batches.poll(100, TimeUnit.MILLISECONDS);
            return batch == null ? List.of() : batch;
        }

        public void deleteAcknowledged(List<PendingRecord> sent) {
            sent.forEach(each -> deleted.add(each.outboxId()));
        }

        public void parkTopic(List<PendingRecord> sent, Duration retryAfter) {
            assertThat(retryAfter).isPositive();
            sent.forEach(each -> held.add(each.outboxId()));
        }

        public void parkRecord(List<PendingRecord> sent, Duration retryAfter, String reason) {
            throw new AssertionError("too large for its topic: " + sent + ": " + reason);
        }

        public void sendIndividually(List<PendingRecord> sent) {
            throw new AssertionError("Kafka does not take " + sent);
        }

        List<Long> deleted() {
            return deleted;
        }

        List<Long> held() {
            return held;
        }
    }
}
