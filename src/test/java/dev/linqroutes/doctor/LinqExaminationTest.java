package dev.linqroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.subscribe.LinqApiClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Linq's answers tell about this machine. */
class LinqExaminationTest {
    private Sandbox sandbox;
    private Application application;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        application = Application.startWithoutRoutes(Map.of("linq.from", "", "linq.api.url", sandbox.apiUrl()));
    }

    @AfterEach
    void stop() {
        application.close();
        sandbox.close();
    }

    @Test
    void a_clock_that_is_minutes_off_is_a_problem_in_both_directions() {
        assertThat(clockFindings(Duration.ofMinutes(3))).singleElement().satisfies(finding -> assertThat(finding.text())
                .matches("the clock .* 1[78]\\d s ahead of that of Linq"));
        assertThat(clockFindings(Duration.ofMinutes(-3))).singleElement().satisfies(finding -> assertThat(
                        finding.text())
                .matches("the clock .* 1[78]\\d s behind that of Linq"));
        assertThat(clockFindings(Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void of_several_lines_one_that_gets_no_new_groups_is_told_and_that_none_is_left() throws Exception {
        assertThat(textsForLines("HEALTHY", "CRITICAL"))
                .anyMatch(text -> text.endsWith(" is CRITICAL: it makes no new groups while it is"))
                .noneMatch(text -> text.startsWith("no line of LINQ_LINES is left"));
        assertThat(textsForLines("CRITICAL", "CRITICAL"))
                .contains("no line of LINQ_LINES is left that makes new groups");
    }

    private static List<String> textsForLines(String first, String second) throws Exception {
        HttpServer linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer =
                """
                {"phone_numbers": [{"phone_number": "+12223334444", "reputation": {"status": "%s"}},
                                   {"phone_number": "+12223335555", "reputation": {"status": "%s"}}]}"""
                        .formatted(first, second)
                        .getBytes(StandardCharsets.UTF_8);
        linq.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        linq.start();
        String url = "http://localhost:" + linq.getAddress().getPort();
        try (Application two = Application.startWithoutRoutes(
                Map.of("linq.from", "", "linq.lines", "+12223334444,+12223335555", "linq.api.url", url))) {
            return new LinqExamination(
                            new Settings(two.context()),
                            new LinqApiClient(two.context(), url, "key"),
                            Clock.systemUTC())
                    .examine().stream().map(Finding::text).toList();
        } finally {
            linq.stop(0);
        }
    }

    private List<Finding> clockFindings(Duration offset) {
        LinqApiClient linq = new LinqApiClient(application.context(), sandbox.apiUrl(), "sandbox-key");
        return new LinqExamination(new Settings(application.context()), linq, Clock.offset(Clock.systemUTC(), offset))
                .examine().stream()
                        .filter(finding -> finding.status() == Finding.Status.PROBLEM)
                        .toList();
    }
}
