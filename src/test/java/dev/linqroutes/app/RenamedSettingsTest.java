package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RenamedSettingsTest {
    @Test
    void a_setting_has_its_new_name_only() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = RenamedSettings.class.getResourceAsStream("/application.properties")) {
            settings.load(file);
        }
        assertThat(settings.stringPropertyNames()).containsAll(RenamedSettings.NEW_NAMES.values());
        assertThat(settings.stringPropertyNames()).doesNotContainAnyElementsOf(RenamedSettings.NEW_NAMES.keySet());
    }

    @Test
    void a_value_given_by_the_former_name_counts_wherever_it_is_given() {
        assertThat(RenamedSettings.in(Map.of("LINQ_RETRY_FIRST", "2s"), List.of(Map.of("kafka.batch", "7"))))
                .containsOnly(Map.entry("linq.retry.initial-delay", "2s"), Map.entry("kafka.batch-size", "7"));
    }

    @Test
    void a_value_given_by_the_new_name_wins() {
        Map<String, String> environment = Map.of("LINQ_RETRY_FIRST", "2s", "LINQ_RETRY_INITIAL_DELAY", "3s");

        assertThat(RenamedSettings.in(environment, List.of())).isEmpty();
        assertThat(RenamedSettings.in(Map.of("LINQ_POLL", "1s"), List.of(Map.of("linq.poll-interval", "2s"))))
                .isEmpty();
    }

    @Test
    void the_program_starts_with_a_former_name() throws Exception {
        try (Application application =
                Application.startWithoutRoutes(Map.of("error.retry-delay", "3s", "linq.poll", "300ms"))) {
            Settings settings = new Settings(application.context());

            assertThat(settings.duration("linq.poll-interval")).hasMillis(300);
            assertThat(settings.duration("error.retry-delay")).hasSeconds(3);
        }
    }
}
