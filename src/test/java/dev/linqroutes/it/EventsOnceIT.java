package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.TestInfrastructure;
import dev.linqroutes.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many events, several times each, to two instances, while broker and database restart in between. */
class EventsOnceIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int EVENTS = 10_000;
    private static final int CHATS = 100;
    private static final int SENDERS = 16;
    private static final long SEED = 20261125;
    private static final Pattern DUPLICATES = Pattern.compile("(?m)^linq_webhooks_duplicates_total(?:\\{.*})? (\\S+)");

    /** By family, in both versions of the payload. */
    private static final List<String> KINDS = List.of(
            "messages message.received {'chat': {'id': '%s', 'is_group': true}, 'id': 'm-%s', 'parts': []}",
            "messages message.sent {'chat_id': '%s', 'message': {'id': 'm-%s'}, 'idempotency_key': null}",
            "reactions reaction.added {'chat_id': '%s', 'message_id': 'm-%s', 'is_from_me': false, 'reaction_type': 'love'}",
            "participants participant.added {'chat_id': '%s', 'handle': '+1202555%s'}",
            "chats chat.group_name_updated {'chat_id': '%s', 'new_value': 'Näme %s 🚧', 'updated_at': '2026-08-20T08:01:00Z'}",
            "other a.type.of.the.future {'chat_id': '%s', 'unknown': [%s, {}]}");

    @TempDir
    Path folder;

    private record Sent(String id, String chat, String family, String body) {}

    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();

    @Test
    void each_event_is_on_its_topics_as_it_was_received_and_in_the_order_in_which_it_was_answered() throws Exception {
        try (TestInfrastructure machinery = new TestInfrastructure(folder);
                TestTopics topics = new TestTopics(machinery.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                InProcessProgram one = instance("one", machinery, topics, sandbox);
                InProcessProgram other = instance("other", machinery, topics, sandbox)) {
            Map<String, List<Sent>> byChat = events();
            ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
            List<Future<?>> sending = new ArrayList<>();
            for (List<Sent> chat : byChat.values()) {
                sending.add(senders.submit(() -> send(chat, List.of(one, other))));
            }
            restartWhen(EVENTS / 4, machinery::restartBroker);
            restartWhen(EVENTS / 2, machinery::restartDatabase);
            for (Future<?> each : sending) {
                each.get();
            }
            senders.shutdown();

            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> distinct(topics.records(topics.events())) == EVENTS);
            List<Sent> all = byChat.values().stream().flatMap(List::stream).toList();
            assertThatAllAreThere(topics, topics.events(), all);
            for (String family : List.of("messages", "reactions", "participants", "chats", "other")) {
                List<Sent> ofFamily =
                        all.stream().filter(sent -> sent.family.equals(family)).toList();
                await().until(() -> distinct(topics.records(topics.events(family))) == ofFamily.size());
                assertThatAllAreThere(topics, topics.events(family), ofFamily);
            }
            // Each delivery was answered with 200 once it was stored; all but the first of an event were duplicates.
            assertThat(duplicates(one) + duplicates(other)).isGreaterThanOrEqualTo(stored.get() - EVENTS);
        }
    }

    private InProcessProgram instance(String name, TestInfrastructure machinery, TestTopics topics, Sandbox sandbox)
            throws Exception {
        return new InProcessProgram(folder.resolve(name), topics, sandbox.apiUrl())
                .with("ledger.url", machinery.database())
                .with("linq.webhook.secret", SECRET)
                .with("linq.confirm", "true")
                .start();
    }

    /** By chat, in the order in which they happen. */
    private static Map<String, List<Sent>> events() {
        Random random = new Random(SEED);
        Map<String, List<Sent>> byChat = new HashMap<>();
        for (int i = 0; i < EVENTS; i++) {
            String chat = "chat-" + random.nextInt(CHATS);
            String[] kind = KINDS.get(random.nextInt(KINDS.size())).split(" ", 3);
            String body =
                    """
                    {"api_version": "v3", "event_type": "%s",  "event_id": "e-%d", "created_at": "2026-08-21T09:14:07Z", "data": %s}
                    """
                            .formatted(kind[1], i, kind[2].replace('\'', '"').formatted(chat, 1000 + i));
            byChat.computeIfAbsent(chat, key -> new ArrayList<>()).add(new Sent("e-" + i, chat, kind[0], body));
        }
        return byChat;
    }

    /** One after another, so that their order is known; now and then again, and then out of order. */
    private Void send(List<Sent> chat, List<InProcessProgram> instances) throws Exception {
        Random random = new Random(SEED + chat.get(0).chat.hashCode());
        for (int i = 0; i < chat.size(); i++) {
            deliver(chat.get(i), instances.get(random.nextInt(2)));
            if (random.nextInt(5) == 0) {
                deliver(chat.get(random.nextInt(i + 1)), instances.get(random.nextInt(2)));
            }
        }
        return null;
    }

    /** As Linq does: again until it is stored. */
    private void deliver(Sent event, InProcessProgram instance) throws Exception {
        int status;
        do {
            deliveries.incrementAndGet();
            status = instance.deliverWebhook(event.id, event.body);
        } while (status == 503);
        assertThat(status).isEqualTo(200);
        stored.incrementAndGet();
        answered.add(event.id);
    }

    private interface Restart {
        void now() throws Exception;
    }

    private void restartWhen(int events, Restart restart) throws Exception {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answered.size() >= events);
        restart.now();
    }

    private static long distinct(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(EventsOnceIT::id).distinct().count();
    }

    private static String id(ConsumerRecord<byte[], byte[]> each) {
        return TestTopics.header(each, "ce_id");
    }

    /** The first time that each is there counts: it may be sent again when the broker did not answer. */
    private static void assertThatAllAreThere(TestTopics topics, String topic, List<Sent> events) {
        Map<String, ConsumerRecord<byte[], byte[]>> first = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : topics.records(topic)) {
            ConsumerRecord<byte[], byte[]> before = first.putIfAbsent(id(each), each);
            if (before != null) {
                assertThat(each.value()).isEqualTo(before.value());
            }
        }
        assertThat(first.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(Sent::id).toList());
        events.forEach(event -> assertThat(new String(first.get(event.id).value(), StandardCharsets.UTF_8))
                .isEqualTo(event.body));
        Map<String, List<String>> published = first.values().stream()
                .collect(Collectors.groupingBy(
                        each -> new String(each.key(), StandardCharsets.UTF_8),
                        Collectors.mapping(EventsOnceIT::id, Collectors.toList())));
        Map<String, List<String>> wanted = events.stream()
                .collect(Collectors.groupingBy(Sent::chat, Collectors.mapping(Sent::id, Collectors.toList())));
        assertThat(published).isEqualTo(wanted);
    }

    private static double duplicates(InProcessProgram instance) throws Exception {
        Matcher counted = DUPLICATES.matcher(instance.metrics());
        assertThat(counted.find()).isTrue();
        return Double.parseDouble(counted.group(1));
    }
}
