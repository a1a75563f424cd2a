package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The code of docs/local-linq.md is that of sources which are tested. */
class LocalLinqDocTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```(?:java|xml)\\n(.*?)```");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/it/tests-of-others/pom.xml"),
            Path.of("src/it/tests-of-others/src/test/java/example/CrewsTest.java"),
            Path.of("src/test/java/dev/linqroutes/sandbox/testcontainers/LinqSandboxContainerIT.java"));

    @Test
    void each_example_is_part_of_a_tested_source() throws IOException {
        List<String> examples = BLOCK.matcher(Files.readString(Path.of("docs/local-linq.md")))
                .results()
                .map(block -> withoutIndent(block.group(1)))
                .toList();

        assertThat(examples).hasSameSizeAs(SOURCES);
        for (int index = 0; index < examples.size(); index++) {
            assertThat(withoutIndent(Files.readString(SOURCES.get(index)))).contains(examples.get(index));
        }
    }

    private static String withoutIndent(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
