package dev.linqroutes.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sheets with a column {@code command}, each with the commands for several groups: the first of each, then the second of each. */
final class CommandSheets {
    private static final String HEADER = "command,group_ref,command_id,to,message,media,display_name,options\n";

    private final Path inbox;
    private final Path prepared;
    private final List<List<ObjectNode>> waiting = new ArrayList<>();
    private final Map<String, List<String>> dropped = new TreeMap<>();

    CommandSheets(Path folder) throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        prepared = folder.resolve("prepared.csv");
    }

    /** For the next sheet. */
    void add(List<ObjectNode> commandsOfGroup) {
        waiting.add(commandsOfGroup);
    }

    int groups() {
        return waiting.size();
    }

    /** Drops a sheet with what was added, and returns the ids of its commands. */
    List<String> drop() throws IOException {
        StringBuilder sheet = new StringBuilder(HEADER);
        List<String> ids = new ArrayList<>();
        int longest = waiting.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            int row = i;
            waiting.stream().filter(commands -> commands.size() > row).forEach(commands -> {
                sheet.append(row(commands.get(row)));
                ids.add(commands.get(row).get("command_id").asText());
            });
        }
        waiting.clear();
        String name = "sheet-" + dropped.size();
        dropped.put(name, ids);
        Files.writeString(prepared, sheet);
        Files.move(prepared, inbox.resolve(name + ".csv"), StandardCopyOption.ATOMIC_MOVE);
        return ids;
    }

    private static String row(ObjectNode command) {
        return Stream.of(
                        command.path("type").asText(),
                        command.path("group_ref").asText(),
                        command.path("command_id").asText(),
                        command.at("/handles/0").asText(),
                        command.at("/message/text").asText(),
                        command.at("/message/media/0/file").asText(),
                        command.path("display_name").asText(),
                        texts(command.path("options")))
                .collect(Collectors.joining(",", "", "\n"));
    }

    private static String texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return String.join(";", texts);
    }

    /** Each sheet has its results, with each of its rows and the status of its outcome. */
    void assertThatResultsAre(Map<String, JsonNode> outcomes) {
        dropped.forEach((name, ids) -> {
            Path results = inbox.resolve("done").resolve(name + ".results.csv");
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(results));
            assertThat(lines(results)).hasSize(ids.size() + 1);
            assertThat(lines(results).subList(1, ids.size() + 1)).zipSatisfy(ids, (line, id) -> assertThat(line)
                    .contains("," + id + ",")
                    .contains("," + outcomes.get(id).get("status").asText() + ","));
        });
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
