package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each line of the log is one JSON object, in which nothing is that the text would not show. */
class JsonLogLayoutTest {
    private final JsonLogLayout layout = new JsonLogLayout();

    @Test
    void a_line_has_what_happened_when_and_where() throws Exception {
        JsonNode line = parse(layout.doLayout(event("ord-1 call 1 failed after 2 attempts", Optional.empty())));

        assertThat(line.get("message").asText()).isEqualTo("ord-1 call 1 failed after 2 attempts");
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("logger").asText()).isEqualTo("dev.linqroutes.work");
        assertThat(line.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.has("exception")).isFalse();
    }

    @Test
    void a_message_of_several_lines_and_a_stack_trace_stay_one_line() throws Exception {
        String text = layout.doLayout(event("two\nlines", Optional.of(new IllegalStateException("of +12025550101"))));

        assertThat(text.strip().lines()).hasSize(1);
        JsonNode line = parse(text);
        assertThat(line.get("message").asText()).isEqualTo("two\nlines");
        assertThat(line.get("exception").asText())
                .contains("IllegalStateException: of …0101", "JsonLogLayoutTest")
                .doesNotContain("+12025550101");
    }

    @Test
    void numbers_and_addresses_are_masked() throws Exception {
        assertThat(parse(layout.doLayout(event("recipient +12025550101, dana@example.org", Optional.empty())))
                        .get("message")
                        .asText())
                .isEqualTo("recipient …0101, d…@example.org");
    }

    @Test
    void a_configured_secret_is_masked() throws Exception {
        SecretMasking.addSecrets(List.of("json-hidden-value"));

        assertThat(layout.doLayout(
                        event("tried json-hidden-value", Optional.of(new IllegalStateException("json-hidden-value")))))
                .doesNotContain("json-hidden-value");
    }

    private static JsonNode parse(String line) throws Exception {
        return new ObjectMapper().readTree(line);
    }

    private static LoggingEvent event(String message, Optional<Throwable> thrown) {
        return new LoggingEvent(
                "here",
                new LoggerContext().getLogger("dev.linqroutes.work"),
                Level.WARN,
                message,
                thrown.orElse(null),
                new Object[0]);
    }
}
