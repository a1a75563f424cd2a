package dev.linqroutes.sandbox.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.cli.SandboxCommand;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What can be told of the container without Docker. */
class LinqSandboxContainerTest {
    private final LinqSandboxContainer container =
            new LinqSandboxContainer("linq-routes").withNetworkAliases("linq").withOptions("--line", "+13334445555");

    @Test
    void it_listens_to_other_containers_by_each_of_its_names() {
        List<String> command = container.command();

        assertThat(command).startsWith("sandbox", "--host", "0.0.0.0", "--port", "8082");
        assertThat(command).containsSubsequence("--allowed-host", "linq", "--line", "+13334445555");
        assertThat(container.getExposedPorts()).containsExactly(8082);
    }

    @Test
    void the_program_understands_its_command() {
        List<String> options =
                container.command().subList(1, container.command().size());

        assertThat(new CommandLine(new SandboxCommand())
                        .parseArgs(options.toArray(String[]::new))
                        .matchedOptionValue("--line", List.of()))
                .containsExactly("+13334445555");
    }
}
