package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.trace.CommandLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.spi.DefaultLoggingEventBuilder;

/** A log line about a command has its id, group and batch, as fields of their own in JSON. */
class LogFieldsTest {
    private static final CommandLabels ROW = new CommandLabels(
            Optional.of("ord-1"), Optional.of("order-1001"), Optional.of("f-5d41402abc4b2a76"), Optional.empty());

    private final LoggerContext context = new LoggerContext();

    @Test
    void a_json_line_has_command_group_and_batch_as_fields() throws Exception {
        JsonNode line = json(event(ROW, "ord-1 call 1 failed"));

        assertThat(line.get("command_id").asText()).isEqualTo("ord-1");
        assertThat(line.get("group").asText()).isEqualTo("order-1001");
        assertThat(line.get("batch").asText()).isEqualTo("f-5d41402abc4b2a76");
    }

    @Test
    void a_line_that_concerns_no_command_has_no_such_field() throws Exception {
        LoggingEvent event = new LoggingEvent("here", context.getLogger("work"), Level.INFO, "started", null, null);
        assertThat(json(event).fieldNames())
                .toIterable()
                .containsExactly("timestamp", "level", "thread", "logger", "message");
        assertThat(text(event)).endsWith("started\n");
    }

    @Test
    void a_group_or_command_that_is_named_by_a_number_or_address_is_masked() throws Exception {
        LoggingEvent event = event(
                new CommandLabels(
                        Optional.of("dana@example.org"),
                        Optional.of("12025550101"),
                        Optional.empty(),
                        Optional.empty()),
                "deferred");

        assertThat(json(event).get("group").asText()).isEqualTo("…0101");
        assertThat(json(event).get("command_id").asText()).isEqualTo("d…@example.org");
        assertThat(text(event)).contains("…0101", "d…@example.org").doesNotContain("2025550101", "dana");
    }

    @Test
    void a_text_line_shows_what_its_text_does_not_say() {
        assertThat(text(event(ROW, "ord-1 call 1 failed")))
                .endsWith("  ord-1 call 1 failed [group=\"order-1001\" batch=\"f-5d41402abc4b2a76\"]\n");
    }

    @Test
    void a_group_cannot_forge_a_line() {
        LoggingEvent event = event(CommandLabels.ofGroup("a\nERROR forged"), "deferred");

        assertThat(text(event).strip().lines()).hasSize(1);
        assertThat(new JsonLogLayout().doLayout(event).strip().lines()).hasSize(1);
    }

    private static JsonNode json(LoggingEvent event) throws Exception {
        return new ObjectMapper().readTree(new JsonLogLayout().doLayout(event));
    }

    /** By the pattern of the program. */
    private String text(LoggingEvent event) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("masked", MaskingConverter::new);
        layout.getInstanceConverterMap().put("fields", LogFieldsConverter::new);
        layout.setPattern(pattern());
        layout.start();
        return layout.doLayout(event).replace(System.lineSeparator(), "\n");
    }

    private static String pattern() {
        try {
            Matcher pattern = Pattern.compile("<pattern>(.*)</pattern>")
                    .matcher(Files.readString(Path.of("src/main/resources/logback-text.xml")));
            assertThat(pattern.find()).isTrue();
            return pattern.group(1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private LoggingEvent event(CommandLabels labels, String message) {
        LoggingEvent event = new LoggingEvent("here", context.getLogger("work"), Level.INFO, message, null, null);
        DefaultLoggingEventBuilder line =
                new DefaultLoggingEventBuilder(context.getLogger("work"), org.slf4j.event.Level.INFO) {
                    @Override
                    public void log(String text) {
                        loggingEvent.getKeyValuePairs().forEach(event::addKeyValuePair);
                    }
                };
        labels.on(line).log(message);
        return event;
    }
}
