package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.LinqRoutes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** No output of a command can move the cursor, clear the screen or forge a line. */
class TerminalWriterTest {
    private static final String NAME = "a\nb: all done\u001b[2J\u202egnp.csv";
    private static final String SHOWN = "a\\nb: all done\\u001b[2J\\u202egnp.csv";

    private final StringWriter terminal = new StringWriter();
    private final PrintWriter out = new TerminalWriter(terminal);

    @Test
    void a_printed_line_stays_one_line() {
        out.println(NAME);
        out.println((Object) NAME);
        out.printf(Locale.ROOT, "%,d of %s%n", 1_000, NAME);
        out.printf("%s%n", NAME);
        out.println();

        assertThat(terminal.toString().lines()).containsExactly(SHOWN, SHOWN, "1,000 of " + SHOWN, SHOWN, "");
    }

    @Test
    void a_printed_text_keeps_its_line_breaks() {
        out.print("Usage:\n  one\u009b2J\n");
        out.write('\u001b');
        out.flush();

        assertThat(terminal).hasToString("Usage:\n  one\\u009b2J\n\\u001b");
    }

    @Test
    void json_stays_valid() throws Exception {
        ObjectMapper json = new ObjectMapper();
        JsonGenerator generator = json.createGenerator(out).useDefaultPrettyPrinter();
        generator.writeStartObject();
        generator.writeStringField("file", NAME + "\u2028\u0085👋");
        generator.writeEndObject();
        generator.flush();

        assertThat(terminal.toString())
                .doesNotContain("\u202e", "\u2028", "\u0085")
                .contains("👋");
        assertThat(json.readTree(terminal.toString()).get("file").asText()).isEqualTo(NAME + "\u2028\u0085👋");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "check", "batch"})
    void a_usage_error_prints_escaped_arguments(String command) {
        CommandLine program = LinqRoutes.commandLine(command);
        program.setErr(new TerminalWriter(terminal));

        assertThat(program.execute(command, "--no-such\u001b[2J\nlinq-routes: all done", "x"))
                .isEqualTo(2);

        assertThat(terminal.toString())
                .contains("--no-such\\u001b[2J\\nlinq-routes: all done")
                .doesNotContain("\u001b");
    }

    @Test
    void the_program_uses_this_writer_everywhere() {
        CommandLine program = LinqRoutes.commandLine();

        assertThat(program.getOut()).isInstanceOf(TerminalWriter.class);
        assertThat(program.getErr()).isInstanceOf(TerminalWriter.class);
        assertThat(program.getSubcommands().values()).allSatisfy(command -> {
            assertThat(command.getOut()).isInstanceOf(TerminalWriter.class);
            assertThat(command.getErr()).isInstanceOf(TerminalWriter.class);
        });
    }
}
