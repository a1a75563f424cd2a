package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrix of guarantees, and the page about security, name tests that there are. */
class GuaranteesDocTest {
    private static final Path GUARANTEES = Path.of("docs/GUARANTEES.md");
    private static final Pattern NAMED_TEST =
            Pattern.compile("`([A-Z][A-Za-z0-9]+(?:IT|Test))(?:\\.([a-zA-Z_0-9]+))?…?`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/GUARANTEES.md", "docs/SECURITY.md"})
    void every_test_that_a_document_names_is_there(Path document) throws IOException {
        Map<String, Path> tests = sources();
        List<String> missing = new ArrayList<>();
        for (MatchResult named :
                NAMED_TEST.matcher(Files.readString(document)).results().toList()) {
            Path source = tests.get(named.group(1) + ".java");
            String method = named.group(2) == null ? "class " + named.group(1) : "void " + named.group(2);
            if (source == null || !Files.readString(source).contains(method)) {
                missing.add(named.group());
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void every_row_names_a_test() throws IOException {
        List<String> rows = Files.readAllLines(GUARANTEES).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what happens"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            String proof = row.substring(row.lastIndexOf('|', row.length() - 2));
            assertThat(proof).containsPattern(NAMED_TEST);
        });
    }

    private static Map<String, Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), Function.identity()));
        }
    }
}
