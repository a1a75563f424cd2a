package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.faults.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "--webhook-host,http://crews,must be host names without a port; not http://crews",
        "--port,70000,must be between 0 and 65535; not 70000",
        "--key,' ',must not be blank",
        "--line,5551234,must be an E.164 number; not 5551234",
        "--history,0,must be positive; not 0",
        "--change-delay,PT-1S,must not be negative",
        "--sending-delay,PT-1S,must not be negative",
        "--attachment-delay,PT-1S,must not be negative",
        "--webhook-retry-delay,PT-1S,must not be negative",
        "--messages-per-minute,0,must be positive; not 0",
        "--messages-per-day,0,must be positive; not 0",
        "--carrier-group-limit,2,must be over 2; not 2"
    })
    void a_value_out_of_range_is_told_by_the_name_of_its_option(String option, String value, String problem) {
        assertThat(run(option, value)).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(errors.toString().lines()).startsWith(option + " " + problem.replace(';', ','));
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
