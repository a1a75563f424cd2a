package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.LinqRoutes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class OptionValuesTest {
    private static final String TIME = "must be a time with an offset, such as 2026-11-23T09:00:00Z, is ";
    private static final String NUMBER = "must be a whole number, zero or more, is ";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "replay failed --since yesterday, --since, time",
        "replay failed --until 2026-11-23, --until, time",
        "replay dead --since 09:00, --since, time",
        "replay dead --until 2026-11-23T09:00:00, --until, time",
        "replay failed --code not_found, --code, number",
        "replay failed --code -1, --code, number",
        "check a.csv --show all, --show, number",
        "check a.csv --show -1, --show, number",
        "sandbox --port http, --port, number",
        "sandbox --port 99999999999, --port, number",
        "demo --kafka-port 1e3, --kafka-port, number",
        "demo --kafka-port 9092/tcp, --kafka-port, number"
    })
    void an_invalid_value_is_reported_with_the_allowed_ones(String line, String option, String kind) {
        List<String> words = List.of(line.split(" "));
        String value = words.get(words.size() - 1);

        String errors = errors(CommandLine.ExitCode.USAGE, words.toArray(String[]::new));

        assertThat(errors)
                .startsWith("Invalid value for option '" + option + "': " + (kind.equals("time") ? TIME : NUMBER) + "\""
                        + value + "\"");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void no_option_prints_a_java_exception(List<String> command, String option) {
        String errors = errors(
                CommandLine.ExitCode.USAGE,
                Stream.concat(command.stream(), Stream.of(option, "\u0000 nonsense"))
                        .toArray(String[]::new));

        assertThat(errors).doesNotContain("Exception", "java.");
    }

    /** All options with a converted value. */
    static Stream<Arguments> options() {
        return commands(List.of(), LinqRoutes.commandLine());
    }

    private static Stream<Arguments> commands(List<String> path, CommandLine line) {
        return Stream.concat(
                line.getCommandSpec().options().stream()
                        .filter(OptionValuesTest::isConverted)
                        .map(option -> Arguments.of(path, option.longestName())),
                line.getSubcommands().entrySet().stream()
                        .flatMap(each -> commands(
                                Stream.concat(path.stream(), Stream.of(each.getKey()))
                                        .toList(),
                                each.getValue())));
    }

    private static boolean isConverted(OptionSpec option) {
        return option.arity().max() > 0 && option.auxiliaryTypes()[0] != String.class;
    }

    @Test
    void an_invalid_port_is_reported_with_its_option() {
        assertThat(errors(CommandLine.ExitCode.SOFTWARE, "demo", "--data", folder + "/data", "--http-port", "99999"))
                .startsWith("linq-routes: --http-port must be a port from 1 to 65535, is 99999");
    }

    @Test
    void an_unusable_file_is_reported_with_the_reason() throws Exception {
        Path existing = Files.createFile(folder.resolve("existing"));

        assertThat(errors(CommandLine.ExitCode.SOFTWARE, "replay", "dead", "--export", existing.toString()))
                .startsWith("linq-routes: " + existing + ": already exists; choose another name, or move the file");
        assertThat(errors(CommandLine.ExitCode.SOFTWARE, "replay", "dead", "--export", folder + "/none/x"))
                .startsWith("linq-routes: " + folder + "/none/x: no such file or folder");
        assertThat(errors(CommandLine.ExitCode.SOFTWARE, "demo", "--data", existing.toString()))
                .startsWith("linq-routes: " + existing + ": already exists");
    }

    private static String errors(int exitCode, String... words) {
        StringWriter errors = new StringWriter();
        CommandLine program = LinqRoutes.commandLine(words)
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(errors));

        assertThat(program.execute(words)).as("%s", errors).isEqualTo(exitCode);
        return errors.toString();
    }
}
