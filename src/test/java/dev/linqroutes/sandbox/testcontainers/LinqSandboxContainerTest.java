package dev.linqroutes.sandbox.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.cli.SandboxCommand;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What can be told of the container without Docker. */
class LinqSandboxContainerTest {
    private final LinqSandboxContainer container = new LinqSandboxContainer("linq-routes")
            .withOptions("--line", "+13334445555")
            .withWebhookHosts("crews", "host.testcontainers.internal");
    private final List<String> command = container.command(List.of("linq", "docker"));

    @Test
    void it_listens_to_other_containers_by_each_of_its_names() {
        assertThat(command)
                .startsWith("sandbox", "--host", "0.0.0.0", "--port", "8082")
                .containsSubsequence("--allowed-host", "linq", "--allowed-host", "docker");
        assertThat(container.getExposedPorts()).containsExactly(8082);
    }

    @Test
    void the_program_understands_its_command() {
        String[] options = command.stream().skip(1).toArray(String[]::new);

        ParseResult parsed = new CommandLine(new SandboxCommand()).parseArgs(options);
        assertThat(parsed.matchedOptionValue("--line", List.of())).containsExactly("+13334445555");
        assertThat(parsed.matchedOptionValue("--webhook-host", Set.of()))
                .containsExactly("crews", "host.testcontainers.internal");
    }
}
