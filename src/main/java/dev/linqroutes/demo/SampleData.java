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
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** The sample spreadsheets and the sample commands, sent once per data folder. */
final class SampleData {
    /** Creates groups. */
    static final String GROUPS = "groups.csv";

    /** Writes to these groups, and adds a person. */
    static final String NEXT_DAY = "next-day.csv";

    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleData() {}

    /**
     * Sends the samples, unless they were sent from this data folder before; all but the sheet of the next day.
     *
     * @return the positions at which all of them are received, in the form of {@link DemoOutcome#position}
     */
    static TreeSet<String> sendOnce(DemoFolder data, Path inbox, String brokers, String topic)
            throws IOException, InterruptedException {
        Path sent = data.file("samples.json");
        if (Files.exists(sent)) {
            return JSON.readValue(sent.toFile(), new TypeReference<>() {});
        }
        dropSpreadsheet(data, inbox, GROUPS);
        TreeSet<String> positions = new TreeSet<>(positions(GROUPS));
        positions.addAll(positions(NEXT_DAY));
        positions.addAll(produceCommands(brokers, topic));
        Files.write(sent, JSON.writeValueAsBytes(positions));
        return positions;
    }

    /** Sends the sheet of the next day, unless it was sent before. To be called when the first sheet is done. */
    static void sendNextDayOnce(DemoFolder data, Path inbox) throws IOException {
        Path sent = data.file("next-day.sent");
        if (Files.notExists(sent)) {
            dropSpreadsheet(data, inbox, NEXT_DAY);
            // A demo that is killed before this drops it again; the same file is imported once.
            Files.createFile(sent);
        }
    }

    private static void dropSpreadsheet(DemoFolder data, Path inbox, String name) throws IOException {
        Path prepared = data.file(name);
        Files.writeString(prepared, resource(name));
        Files.move(prepared, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> positions(String name) throws IOException {
        return IntStream.rangeClosed(2, (int) resource(name).lines().count())
                .mapToObj(row -> name + " row " + row)
                .toList();
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
