package dev.linqroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.subscribe.LinqApiClient;
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

    private List<Finding> clockFindings(Duration offset) {
        LinqApiClient linq = new LinqApiClient(application.context(), sandbox.apiUrl(), "sandbox-key");
        return new LinqExamination(new Settings(application.context()), linq, Clock.offset(Clock.systemUTC(), offset))
                .examine().stream()
                        .filter(finding -> finding.status() == Finding.Status.PROBLEM)
                        .toList();
    }
}
