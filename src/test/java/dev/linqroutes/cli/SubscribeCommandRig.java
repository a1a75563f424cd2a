package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.LinqRoutes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs {@code subscribe} in this process, and asserts that no secret gets into the log or the error output. */
final class SubscribeCommandRig implements AutoCloseable {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    private final Map<String, String> settings = new HashMap<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private String errors = "";

    SubscribeCommandRig(String apiUrl, String publicUrl) {
        set("linq.api.url", apiUrl);
        set("linq.api.key", "sandbox-key");
        set("linq.from", "+12223334444");
        set("linq.webhook.public-url", publicUrl);
        set("linq.webhook.secret", "");
        log.start();
        ROOT.addAppender(log);
    }

    void set(String name, String value) {
        settings.put(name, value);
    }

    /** Runs the command, asserts the exit code and returns the output. */
    String run(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = LinqRoutes.commandLine("run")
                .addSubcommand(new SubscribeCommand(settings))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));

        int code = program.execute(
                Stream.concat(Stream.of("subscribe"), Stream.of(arguments)).toArray(String[]::new));

        errors = err.toString();
        assertThat(code).as(out + errors).isEqualTo(exitCode);
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("whsec_"));
        assertThat(errors).doesNotContain("whsec_");
        return out.toString();
    }

    /** The error output of the last run. */
    String errors() {
        return errors;
    }

    @Override
    public void close() {
        ROOT.detachAppender(log);
    }
}
