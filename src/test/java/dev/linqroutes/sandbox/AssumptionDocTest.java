package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.account.Assumption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AssumptionDocTest {
    @Test
    void the_page_about_the_local_linq_has_the_assumptions_that_there_are() throws IOException {
        String head = "| assumption | standard | section | what holds then |\n|---|---|---|---|\n";

        assertThat(Files.readString(Path.of("docs/local-linq.md")))
                .contains(Stream.of(Assumption.values())
                        .map(each -> "| `%s` | %s | %s | %s |\n"
                                .formatted(each.key(), each.standard(), each.section(), each.meaning()))
                        .collect(Collectors.joining("", head, "\n")));
    }
}
