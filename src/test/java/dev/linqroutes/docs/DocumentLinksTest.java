package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.app.Settings;
import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.plan.Planner;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and docs point at is there. */
class DocumentLinksTest {
    private static final Path TRACER = Path.of("src/main/java/dev/linqroutes/trace/OpenTelemetryTracer.java");
    private static final Path README = Path.of("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern VARIABLE =
            Pattern.compile("(?<![.\\w])(?:LINQ|KAFKA|LEDGER|INBOX|HTTP|OBSERVE|OUTBOX|TOPICS)_[A-Z_]+\\b");
    private static final Pattern SETTING =
            Pattern.compile("`((?:linq|ledger|inbox|outbox|http|observe|pause)\\.[a-z.-]+)(?:=[^`]*)?`");

    static List<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(README),
                            pages.filter(page -> page.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_to_a_file_and_a_heading_in_it(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult link :
                LINK.matcher(Files.readString(document)).results().toList()) {
            Path target = link.group(1).isEmpty()
                    ? document
                    : document.resolveSibling(link.group(1)).normalize();
            if (!Files.exists(target)
                    || link.group(2) != null && !anchors(target).contains(link.group(2))) {
                broken.add(link.group());
            }
        }

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_setting_that_is_named_is_one(Path document) throws IOException {
        Properties settings = settings();
        Set<String> variables = settings.stringPropertyNames().stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toSet());
        // Former names are not for documents.
        Settings.variables().stream().filter(name -> name.endsWith("_FILE")).forEach(variables::add);
        String text = Files.readString(document);
        String tracer = Files.readString(TRACER);

        assertThat(VARIABLE.matcher(text).results().map(MatchResult::group)).isSubsetOf(variables);
        assertThat(SETTING.matcher(text)
                        .results()
                        .map(named -> named.group(1))
                        .filter(name -> !isTopic(name, settings) && !isBean(name))
                        // An attribute of a span.
                        .filter(name -> !tracer.contains("Key(\"" + name + "\")")))
                .isSubsetOf(settings.stringPropertyNames());
    }

    @Test
    void the_readme_is_for_the_first_hour_and_names_every_other_page() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(250);
        assertThat(Files.readString(README))
                .contains(documents().stream()
                        .skip(1)
                        .map(page -> "(" + page + ")")
                        .toList());
    }

    @Test
    void the_architecture_names_every_file_of_routes() throws IOException {
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            assertThat(Files.readString(Path.of("docs/architecture.md")))
                    .contains(routes.map(file -> "(../" + file + ")").toList());
        }
    }

    @Test
    void every_command_in_the_documents_can_be_worked() throws IOException {
        List<ObjectNode> commands = new ArrayList<>();
        for (Path document : documents()) {
            String text = Files.readString(document);
            for (int at = text.indexOf("{\"type\": \""); at >= 0; at = text.indexOf("{\"type\": \"", at + 1)) {
                ObjectNode json = (ObjectNode) new ObjectMapper().readTree(text.substring(at));
                if (!json.path("type").asText().equals("dynamic")) {
                    commands.add(json);
                }
            }
        }

        assertThat(commands).hasSizeGreaterThan(12).allSatisfy(command -> {
            if (!command.has("group_ref")) {
                command.put("group_ref", "order-1001");
            }
            assertThat(new Planner(Optional.empty())
                            .splitIntoCalls(new CommandEnricher(List.of("+12223334444"), Optional.empty())
                                    .enrich(TestCommand.read(TestCommand.received(command.toString()))))
                            .calls())
                    .isNotEmpty();
        });
    }

    private static boolean isTopic(String name, Properties settings) {
        return settings.entrySet().stream()
                .filter(setting -> setting.getKey().toString().startsWith("topics."))
                .anyMatch(setting -> setting.getValue().toString().contains(name));
    }

    /** Steps of routes whose beans are named like groups of settings. */
    private static boolean isBean(String name) {
        return List.of("ledger.accept", "outbox.await").contains(name);
    }

    private static Properties settings() throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }
        return settings;
    }

    /** Of each heading, as GitHub makes them. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
