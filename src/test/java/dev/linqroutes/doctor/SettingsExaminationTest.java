package dev.linqroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor finds what a start would refuse. */
class SettingsExaminationTest {
    private static final Map<String, String> NEEDED =
            Map.of("linq.api.key", "key", "linq.from", "+12223334444", "linq.api.url", "https://example.com");

    @ParameterizedTest
    @CsvSource({
        "linq.line.most-new-per-day, 0",
        "linq.line.most-new-per-day, -1",
        "linq.line.most-new-per-day, 4.5",
        "linq.line.advised-new-per-day, abc",
        "linq.line.advised-new-per-day, ''",
        "linq.line.max-per-day, many",
        "linq.resend, always",
        "linq.resend, any_order",
        "linq.lines, +12223335555",
        "linq.messages-per-minute, some",
        "linq.lease, 5 parsecs",
        "ledger.retention, 1s",
        "topics.events.by-type, message=drop=x",
        "topics.events.by-type, message=DROP",
        "linq.webhook.secret, foo",
        "linq.webhook.secret, whsec_c2hvcnQ=",
        "linq.webhook.public-url, chat.example.com",
        "console.token, short",
        "console.view-token, short",
        "linq.api.url, foo",
        "linq.api.url, 'https://exam ple.com'",
        "camel.server.maxBodySize, 0",
        "camel.main.shutdownTimeout, 0",
        "observe.port, 8080"
    })
    void a_value_with_which_the_program_does_not_start_is_a_problem(String name, String value) throws Exception {
        assertThat(problems(Map.of(name, value))).singleElement().satisfies(problem -> assertThat(problem.text())
                .contains(name + " (" + variable(name) + ")"));
    }

    /** No setting has a meaning for zero. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void no_number_and_no_duration_is_zero_or_less_and_a_start_tells_all_in_one_line(String value) throws Exception {
        Set<String> names = Settings.typedNames();
        Map<String, String> wrong = new HashMap<>(NEEDED);
        names.forEach(name -> wrong.put(name, value));

        List<String> problems = problems(wrong).stream().map(Finding::text).toList();

        assertThat(names).contains("linq.workers", "linq.lease", "linq.line.max-per-day", "http.port");
        for (String name : names) {
            assertThat(problems)
                    .filteredOn(text -> text.startsWith("setting " + name + " (" + variable(name) + ") must be "))
                    .as(name)
                    .hasSize(1);
        }
        assertThat(refusal(wrong)).contains(problems).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "linq.workers, abc",
        "linq.workers, 0",
        "linq.connect-timeout, soon",
        "linq.confirm.concurrency, 0",
        "linq.confirm.concurrency, many",
        "kafka.batch-size, 0",
        "linq.messages-per-minute, 0",
        "http.port, 8081"
    })
    void a_start_is_refused_with_the_words_of_the_doctor(String name, String value) throws Exception {
        Map<String, String> wrong = new HashMap<>(NEEDED);
        wrong.put(name, value);

        assertThat(problems(wrong)).singleElement().satisfies(problem -> assertThat(refusal(wrong))
                .isEqualTo(problem.text()));
    }

    @Test
    void a_line_and_several_lines_that_are_none_are_told_both() throws Exception {
        assertThat(problems(Map.of("linq.from", "12345", "linq.lines", "67890")))
                .extracting(Finding::text)
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).startsWith("setting linq.from (LINQ_FROM) must be"),
                        text -> assertThat(text).startsWith("setting linq.lines (LINQ_LINES) must be"));
    }

    @Test
    void values_with_which_it_starts_are_none() throws Exception {
        assertThat(problems(Map.of("linq.line.most-new-per-day", "48", "linq.resend", "in-order")))
                .isEmpty();
    }

    @Test
    void every_value_of_a_wrong_type_is_a_problem_of_its_own_and_the_other_areas_are_examined() throws Exception {
        Map<String, String> wrong = new HashMap<>();
        Settings.typedNames().forEach(name -> wrong.put(name, "nonsense"));
        for (String name : List.of(
                "linq.region",
                "inbox.fallback-encoding",
                "linq.from",
                "linq.resend",
                "linq.line.max-per-day",
                "linq.line.most-new-per-day",
                "linq.messages-per-minute-to-person")) {
            wrong.put(name, "nonsense");
        }

        List<String> problems = problems(wrong).stream().map(Finding::text).toList();

        assertThat(wrong).hasSizeGreaterThan(45);
        for (String name : wrong.keySet()) {
            assertThat(problems)
                    .filteredOn(text -> text.matches("setting " + name + "[ :].*"))
                    .as(name)
                    .hasSize(1);
        }
        try (Application application = start(wrong)) {
            assertThat(Doctor.of(application.context(), Map.of(), false)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "linq.line.most-new-per-day, 100000, Linq advises fewer than 50",
        "linq.line.most-new-per-day, 50, Linq advises fewer than 50",
        "linq.line.advised-new-per-day, 500, fewer than 50"
    })
    void a_limit_above_what_linq_advises_is_warned_of(String name, String value, String advice) throws Exception {
        try (Application application = start(Map.of(name, value))) {
            assertThat(new SettingsExamination(new Settings(application.context()), Map.of()).examine())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.status()).isEqualTo(Finding.Status.WARNING);
                        assertThat(finding.text())
                                .startsWith(name + "=" + value)
                                .endsWith(advice);
                    });
        }
    }

    @Test
    void a_misspelt_type_of_events_is_warned_of() throws Exception {
        try (Application application = start(Map.of(
                "topics.events.by-type", "mesage=drop,message.typo=drop,message=a,chat.typing_indicator=b,*=c"))) {
            assertThat(new SettingsExamination(new Settings(application.context()), Map.of()).examine())
                    .extracting(Finding::text)
                    .containsExactly(
                            "TOPICS_EVENTS_BY_TYPE: \"mesage\" is no known type of events, and no beginning of one",
                            "TOPICS_EVENTS_BY_TYPE: \"message.typo\" is no known type of events, and no beginning of one");
        }
    }

    @Test
    void invalid_names_of_topics_do_not_keep_the_other_areas_from_being_examined() throws Exception {
        try (Application application = start(Map.of("topics.events.by-type", "message=drop=x"))) {
            assertThat(Doctor.of(application.context(), Map.of(), false)).isNotNull();
        }
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** What stops a start. */
    private static String refusal(Map<String, String> settings) {
        Throwable refusal = catchThrowable(
                () -> Application.start(Optional.empty(), settings).close());
        return Stream.iterate(refusal, Objects::nonNull, Throwable::getCause)
                .reduce((wrapper, cause) -> cause)
                .orElseThrow()
                .getMessage();
    }

    private static Application start(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(NEEDED);
        all.putAll(settings);
        return Application.startForExamination(all);
    }

    private static List<Finding> problems(Map<String, String> settings) throws Exception {
        try (Application application = start(settings)) {
            return new SettingsExamination(new Settings(application.context()), Map.of())
                    .examine().stream()
                            .filter(finding -> finding.status() == Finding.Status.PROBLEM)
                            .toList();
        }
    }
}
