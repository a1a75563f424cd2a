package dev.linqroutes.bench.peer;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a peer is told by its environment. */
public record PeerSettings(
        String brokers, String commands, String events, String group, String apiUrl, int workers, int webhookPort) {
    /** What a peer prints when it is ready. */
    public static final String READY = "PEER READY";

    static PeerSettings fromEnvironment() {
        Map<String, String> environment = System.getenv();
        return new PeerSettings(
                environment.get("BROKERS"),
                environment.get("COMMANDS"),
                environment.get("EVENTS"),
                environment.get("GROUP"),
                environment.get("API_URL"),
                Integer.parseInt(environment.get("WORKERS")),
                Integer.parseInt(environment.get("WEBHOOK_PORT")));
    }

    public Map<String, String> toEnvironment() {
        return Map.of(
                "BROKERS", brokers,
                "COMMANDS", commands,
                "EVENTS", events,
                "GROUP", group,
                "API_URL", apiUrl,
                "WORKERS", Integer.toString(workers),
                "WEBHOOK_PORT", Integer.toString(webhookPort));
    }

    /** Reads from the beginning; commits nothing by itself. */
    KafkaConsumer<byte[], byte[]> consumer(int maxPollRecords) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", brokers);
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("max.poll.records", maxPollRecords);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
