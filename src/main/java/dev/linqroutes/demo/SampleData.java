package dev.linqroutes.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** The sample spreadsheet and the sample commands, sent once per data folder. */
final class SampleData {
    static final String CSV = "groups.csv";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleData() {}

    /**
     * Sends the samples, unless they were sent from this data folder before.
     *
     * @return the positions at which they are received, in the form of {@link DemoOutcome#position}
     */
    static TreeSet<String> sendOnce(DemoFolder data, Path inbox, String brokers, String topic)
            throws IOException, InterruptedException {
        Path sent = data.file("samples.json");
        if (Files.exists(sent)) {
            return JSON.readValue(sent.toFile(), new TypeReference<>() {});
        }
        TreeSet<String> positions = new TreeSet<>(dropSpreadsheet(data, inbox));
        positions.addAll(produceCommands(brokers, topic));
        Files.write(sent, JSON.writeValueAsBytes(positions));
        return positions;
    }

    private static List<String> dropSpreadsheet(DemoFolder data, Path inbox) throws IOException {
        String content = resource(CSV);
        Path prepared = data.file(CSV);
        Files.writeString(prepared, content);
        Files.move(prepared, inbox.resolve(CSV), StandardCopyOption.ATOMIC_MOVE);
        List<String> positions = new ArrayList<>();
        for (int row = 2; row <= content.lines().count(); row++) {
            positions.add(CSV + " row " + row);
        }
        return positions;
    }

    private static List<String> produceCommands(String brokers, String topic) throws IOException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "acks", "all");
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String command : resource("commands.jsonl").lines().toList()) {
                sends.add(producer.send(new ProducerRecord<>(topic, key(command), command)));
            }
        }
        List<String> positions = new ArrayList<>();
        for (Future<RecordMetadata> send : sends) {
            try {
                RecordMetadata at = send.get();
                positions.add(at.topic() + " partition " + at.partition() + " offset " + at.offset());
            } catch (ExecutionException e) {
                throw new IOException("cannot produce the sample commands: " + e.getCause(), e);
            }
        }
        return positions;
    }

    /** The key is the group, which keeps a group's commands in order. */
    private static String key(String command) {
        try {
            JsonNode json = JSON.readTree(command);
            return json.path("group_ref").asText(null);
        } catch (IOException e) {
            // One sample is invalid JSON on purpose.
            return null;
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SampleData.class.getResourceAsStream("/demo/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
