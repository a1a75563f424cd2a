package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.faults.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SandboxCommandTest {
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SandboxCommand())
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    @Test
    void a_fault_that_does_not_exist_is_a_wrong_option() {
        assertThat(run("--fault", "eror_before=1")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--fault: There is no fault 'eror_before'", "error_before");
    }

    @Test
    void a_fault_without_a_possible_value_is_a_wrong_option() {
        assertThat(run("--fault", "error_before=2")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--fault", "slow_millis")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void a_limit_out_of_range_is_a_wrong_option() {
        assertThat(run("--messages-per-minute", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--carrier-group-limit", "2")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--sending-delay", "PT-1S")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString())
                .contains("pairLimitPerMinute must be", "carrierGroupLimit must be", "sendingDelay must not be");
    }

    @Test
    void limits_and_delays_without_an_option_are_those_of_a_sandbox_in_tests() {
        SandboxCommand command = new SandboxCommand();
        new CommandLine(command).parseArgs("--port", "0");

        assertThat(command.options()).usingRecursiveComparison().isEqualTo(SandboxOptions.defaults());
    }

    @Test
    void the_help_has_all_faults() {
        String help = new CommandLine(new SandboxCommand()).getUsageMessage();

        for (Fault fault : Fault.values()) {
            assertThat(help).contains("  " + fault.key() + ": ");
        }
    }
}
