package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.linqroutes.testing.ProgramProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @ParameterizedTest
    @CsvSource({"200, PT0.2S", "200ms, PT0.2S", "30s, PT30S", "24h, PT24H", "1h30m, PT1H30M", "90d, PT2160H"})
    void a_duration_has_a_unit_or_is_in_milliseconds(String value, Duration duration) {
        assertThat(of("linq.timeout", value).duration("linq.timeout")).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "3 fortnights", "5 x", "-5s", "0"})
    void an_invalid_duration_is_reported(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("linq.timeout", value).duration("linq.timeout"))
                .withMessage("setting linq.timeout (LINQ_TIMEOUT) must be a duration such as 200ms, 30s or 24h, is \""
                        + value + "\"");
    }

    @Test
    void a_missing_required_setting_is_reported_with_its_variable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("linq.api-key", " ").required("linq.api-key"))
                .withMessage("setting linq.api-key is missing; set LINQ_API_KEY in the environment");
    }

    @Test
    void an_unknown_region_is_reported() {
        assertThat(of("linq.region", "de").region("linq.region")).contains("DE");
        assertThat(of("linq.region", "").region("linq.region")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("linq.region", "Germany").region("linq.region"))
                .withMessage(
                        "setting linq.region (LINQ_REGION) must be a two-letter country code such as US, is \"Germany\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "+0123456", "+1 202 555 0123", "ann@example.com", "+12025550123456789"})
    void an_invalid_line_is_refused_and_not_printed(String value) {
        assertThat(of("linq.from", "+12025550123").line("linq.from")).contains("+12025550123");
        assertThat(of("linq.from", "").line("linq.from")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("linq.from", value).line("linq.from"))
                .withMessage("setting linq.from (LINQ_FROM) must be an E.164 number such as +12025550123");
    }

    @ParameterizedTest
    @CsvSource({"-1, at least 1", "0, at least 1", "65536, a port from 1 to 65535"})
    void an_invalid_port_is_reported(String value, String allowed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("http.port", value).port("http.port"))
                .withMessage("setting http.port (HTTP_PORT) must be " + allowed + ", is " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eighty", "80.5", "99999999999"})
    void an_invalid_number_is_reported(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("linq.workers", value).number("linq.workers"))
                .withMessage("setting linq.workers (LINQ_WORKERS) must be a whole number, is \"" + value + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "TRUE", "1"})
    void an_invalid_flag_is_reported(String value) {
        assertThat(of("linq.webhook.legacy", "true").flag("linq.webhook.legacy"))
                .isTrue();
        assertThat(of("linq.webhook.legacy", "false").flag("linq.webhook.legacy"))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("linq.webhook.legacy", value).flag("linq.webhook.legacy"))
                .withMessage("setting linq.webhook.legacy (LINQ_WEBHOOK_LEGACY) must be true or false, is \"" + value
                        + "\"");
    }

    @Test
    void a_port_in_use_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = of("http.host", "127.0.0.1", "http.port", Integer.toString(taken.getLocalPort()));
            assertThatIllegalStateException()
                    .isThrownBy(() -> settings.requireFreePort("http.host", "http.port"))
                    .withMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort() + " (http.port): ");
        }
    }

    @Test
    void a_host_of_another_machine_is_reported() {
        String port = Integer.toString(ProgramProcess.freePort());
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> of("http.host", "192.0.2.1", "http.port", port).requireFreePort("http.host", "http.port"))
                .withMessageStartingWith("cannot listen on 192.0.2.1:" + port + " (http.port): ");
    }

    @Test
    void several_lines_have_weights() {
        assertThat(lines("", "+12025550123:2, +12025550124")).isEqualTo(Map.of("+12025550123", 2L, "+12025550124", 1L));
        assertThat(lines("+12025550123", "")).isEqualTo(Map.of("+12025550123", 1L));
        assertThat(lines("", "")).isEmpty();
    }

    @Test
    void one_line_and_several_contradict() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lines("+12025550123", "+12025550123,+12025550124"))
                .withMessageContaining("linq.from (LINQ_FROM) and linq.lines (LINQ_LINES) are both set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+12025550123:0",
                "+12025550123:-1",
                "12025550123",
                "+12025550123,+12025550123:2",
                "+12025550123:x"
            })
    void what_is_no_line_with_a_weight_is_named_without_its_number(String pool) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lines("", pool))
                .withMessageContaining("linq.lines")
                .withMessageNotContaining("2025550123");
    }

    private static Map<String, Long> lines(String from, String pool) {
        return of("linq.from", from, "linq.lines", pool).lines();
    }

    @Test
    void the_check_releases_the_port() throws IOException {
        int port = ProgramProcess.freePort();
        of("http.host", "127.0.0.1", "http.port", Integer.toString(port)).requireFreePort("http.host", "http.port");
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.isBound()).isTrue();
        }
    }

    private static Settings of(String... namesAndValues) {
        Properties values = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(values);
        return new Settings(context);
    }
}
