package dev.linqroutes.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksPageTest {
    private static final String OURS = "ours";

    @TempDir
    private Path folder;

    private static Result result(String contender, int repetition, Map<String, Double> figures) {
        return new Result("throughput", "100 ms", contender, repetition, figures, Map.of());
    }

    private String page(Result... results) throws IOException {
        Path page = folder.resolve("page.md");
        new BenchmarksPage(new Report(Map.of("date", "2026-11-28"), List.of(results)), OURS).write(page, Map.of());
        return Files.readString(page);
    }

    @Test
    void a_median_that_is_worse_by_more_than_a_tenth_is_a_loss() throws IOException {
        assertThat(page(
                        result(OURS, 1, Map.of("calls/s", 100.0, "CPU s/1,000", 1.0)),
                        result("other", 1, Map.of("calls/s", 109.0, "CPU s/1,000", 0.5))))
                .contains("| throughput | 100 ms | CPU s/1,000 | 1.00 | other | 0.50 | 2.00 |")
                .doesNotContain("| throughput | 100 ms | calls/s |");
    }

    @Test
    void a_loss_is_named_against_the_contender_where_it_is_worst() throws IOException {
        assertThat(page(
                        result(OURS, 1, Map.of("calls/s", 100.0)),
                        result("better", 1, Map.of("calls/s", 200.0)),
                        result("best", 1, Map.of("calls/s", 400.0))))
                .contains("| throughput | 100 ms | calls/s | 100.00 | best | 400.00 | 4.00 |")
                .doesNotContain("| better | 200.00 |");
    }

    @Test
    void a_figure_is_the_median_with_its_range() throws IOException {
        assertThat(page(Arrays.stream(new double[] {300, 100, 120})
                        .mapToObj(rate -> result(OURS, 1, Map.of("calls/s", rate)))
                        .toArray(Result[]::new)))
                .contains("120 (100 to 300)");
    }

    @Test
    void a_run_that_lost_something_has_no_figures() throws IOException {
        assertThat(page(new Result("throughput", "100 ms", OURS, 1, Map.of("calls/s", 777.0), Map.of("lost", 3L))
                        .withoutInvalidFigures()))
                .contains("INVALID: 3 lost")
                .doesNotContain("777");
    }

    @Test
    void a_figure_that_the_text_names_and_nobody_measured_is_said_to_be_so() throws IOException {
        assertThat(page(result(OURS, 1, Map.of("calls/s", 1.0)))).contains("(not measured)");
    }

    @Test
    void a_placeholder_that_is_neither_text_nor_figure_is_an_error() throws IOException {
        PageTemplate template = new PageTemplate("BENCHMARKS.template.md", new Report(Map.of(), List.of()), OURS);

        assertThatThrownBy(template::fill).isInstanceOf(IllegalArgumentException.class);
    }
}
