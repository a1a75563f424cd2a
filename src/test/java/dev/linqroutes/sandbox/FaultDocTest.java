package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the local Linq has the faults that there are. */
class FaultDocTest {
    private static final Path DOC = Path.of("docs/local-linq.md");
    private static final String START = "<!-- Made of Fault by FaultDocTest; change that class, not this table. -->\n";

    /** {@code mvn test -Dtest=FaultDocTest -Dfaults.write=true} writes the table. */
    @Test
    void the_table_of_faults_is_made_of_the_faults() throws IOException {
        String page = Files.readString(DOC);
        int from = page.indexOf(START) + START.length();
        String rest = page.substring(from).replaceFirst("\\A(?:\\|.*\n)*", "");
        String expected = page.substring(0, from) + table() + rest;
        if (Boolean.getBoolean("faults.write")) {
            Files.writeString(DOC, expected);
        }

        assertThat(Files.readString(DOC)).isEqualTo(expected);
    }

    private static String table() {
        return Stream.of(Fault.values())
                .map(fault -> "| `%s` | %s | %s | %s |\n"
                        .formatted(fault.key(), fault.of().word(), fault.range(), fault.meaning()))
                .collect(Collectors.joining(
                        "", "| fault | strikes | value (standard) | meaning |\n|---|---|---|---|\n", ""));
    }
}
