package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Examples of the documents, word for word: what is to be run runs, and prints what the page says. */
class DocumentedExamplesIT {
    private static final String OUTCOME =
            "{\"outcome_id\":\"ord-1:confirmed\",\"command_id\":\"ord-1\",\"status\":\"confirmed\"}";

    @TempDir
    Path folder;

    private final String topic = "example-" + UUID.randomUUID();

    @Test
    @Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_consumer_prints_an_outcome() throws Exception {
        produceOutcome();
        Path script = Files.writeString(
                folder.resolve("outcomes.jsh"),
                String.join("\n", block(Path.of("docs/outcomes-and-events.md"), "## A complete consumer"))
                        .replace("localhost:9092", TestKafka.brokers())
                        .replace("\"linq.outcomes\"", "\"" + topic + "\"")
                        .replace("\"crm\"", "\"" + topic + "\""));
        Process jshell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        Path.of(System.getProperty("linq-routes.jar"))
                                .toAbsolutePath()
                                .toString(),
                        script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jshell.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("order-1  ord-1  confirmed");
        } finally {
            jshell.descendants().forEach(ProcessHandle::destroyForcibly);
            jshell.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private void produceOutcome() throws Exception {
        Map<String, Object> brokers = Map.of("bootstrap.servers", TestKafka.brokers());
        try (Admin admin = Admin.create(brokers);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(brokers, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            producer.send(new ProducerRecord<>(topic, "order-1", OUTCOME)).get();
        }
    }

    @Test
    void check_prints_of_the_sheet_what_the_page_says() throws Exception {
        Path page = Path.of("docs/spreadsheets.md");
        Files.write(folder.resolve("friends.csv"), block(page, "# Create groups from a spreadsheet"));

        String printed = ProgramProcess.run(folder, Map.of("LINQ_FROM", "+12223334444"), 1, "check", "friends.csv");

        List<String> lines = printed.lines().toList();
        int at = 0;
        boolean gap = false;
        // The first line is the command.
        for (String line : block(page, "## Check it").stream().skip(2).toList()) {
            if (line.strip().equals("…")) {
                gap = true;
            } else {
                List<String> rest = lines.subList(at, lines.size());
                assertThat(gap ? rest : rest.subList(0, 1)).as(printed).contains(line);
                at += rest.indexOf(line) + 1;
                gap = false;
            }
        }
        assertThat(lines.subList(at, lines.size())).isEmpty();
    }

    /** The first block of code below a heading, with the blank lines in it. */
    private static List<String> block(Path page, String heading) throws IOException {
        String indented = Files.readAllLines(page).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("    "))
                .takeWhile(line -> line.startsWith("    ") || line.isEmpty())
                .collect(Collectors.joining("\n"))
                .stripTrailing();
        return indented.stripIndent().lines().toList();
    }
}
