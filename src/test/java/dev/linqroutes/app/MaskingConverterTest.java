package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No phone number or e-mail address gets into the log. */
class MaskingConverterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown column \"+12025550101\"              | unknown column \"…0101\"",
                "recipient +12025550101 failed 2 times        | recipient …0101 failed 2 times",
                "recipient \"+1 (202) 555-0111\" is not       | recipient \"…0111\" is not",
                "+44 20 7946 0018, +49.30.901820              | …0018, …1820",
                "unknown column \"(202) 555-0111\"            | unknown column \"…0111\"",
                "call 202-555-0111 or 202.555.0112            | call …0111 or …0112",
                "unknown column \"2025550101;2025550102\"     | unknown column \"…0101;…0102\"",
                "participant dana.doe+x@mail.example.org left | participant d…@mail.example.org left",
            })
    void numbers_and_addresses_are_masked_in_any_notation(String message, String logged) {
        assertThat(MaskingConverter.mask(message)).isEqualTo(logged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linq.commands partition 2 offset 12345678901",
                "m1 call 1: retrying in 1234567890 ms (failing since 2026-08-21T09:00:00Z): HTTP 500",
                "no outcome before 2026-11-23T09:00:00+01:00",
                "chat e2bee073-cdd8-47b0-97bd-04e7a7a6664b at 10.123.456.7890",
                "dev.linqroutes.ledger.model.Call@2b72cc7c on 127.0.0.1:9092",
                "ord-1001-2025550101 call 1 failed"
            })
    void other_texts_are_not_masked(String message) {
        assertThat(MaskingConverter.mask(message)).isEqualTo(message);
    }

    @Test
    void messages_and_stack_traces_are_masked() throws Exception {
        Exception error = new IllegalStateException("cannot add +12025550101", new Exception("for dana@example.org"));

        String logged = logged("{} is not a member", error, "+12025550102");

        assertThat(logged)
                .contains("WARN ", "…0102 is not a member", "cannot add …0101", "for d…@example.org", "\tat ")
                .doesNotContain("2025550", "dana");
        assertThat(logged.split("cannot add", -1)).hasSize(2);
    }

    @Test
    void control_characters_cannot_forge_log_lines() throws Exception {
        String forged =
                "a\n18:00:00.000 INFO  - read-batch dev.linqroutes.inbox  friends.csv: batch f-1 is done\r\u001b[2J";

        assertThat(logged("{} is left alone", null, forged + "\u2028\u0085\u202e")
                        .lines())
                .singleElement()
                .asString()
                .contains("a\\n18:00", "is done\\r\\u001b[2J\\u2028\\u0085\\u202e is left alone");
        assertThat(logged("failed", new Exception("of " + forged, new Exception(forged)), "")
                        .lines())
                .hasSizeGreaterThan(4)
                .filteredOn(line -> !line.startsWith("\t"))
                .singleElement()
                .asString()
                .endsWith("  failed");
    }

    @Test
    void a_secret_is_masked_in_messages_and_in_stack_traces() throws Exception {
        SecretMasking.addSecrets(List.of("plain-hidden-value"));

        String logged = logged(
                "linq.api.key = {}", new Exception("plain-hidden-value, Authorization: Bearer abcdefgh"), "abcdefgh");

        assertThat(logged).contains("linq.api.key = …", "Exception: …, Authorization: Bearer …");
        assertThat(logged).doesNotContain("abcdefgh", "plain-hidden-value");
    }

    @SuppressWarnings("unchecked")
    private static String logged(String message, Throwable error, String value) throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(MaskingConverterTest.class.getResource("/logback.xml"));
        ConsoleAppender<ILoggingEvent> stderr =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
        return new String(
                stderr.getEncoder()
                        .encode(new LoggingEvent(
                                "MaskedTest", context.getLogger("test"), Level.WARN, message, error, new Object[] {value
                                })),
                StandardCharsets.UTF_8);
    }
}
