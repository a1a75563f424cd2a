package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.bench.result.BenchmarksPage;
import dev.linqroutes.bench.result.Plots;
import dev.linqroutes.bench.result.Report;
import dev.linqroutes.bench.result.ScalingPage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No number on the pages of benchmarks is typed. */
class BenchmarksDocTest {
    private static final Path DOCS = Path.of("docs");
    private static final String PRODUCT = "linq-routes";

    @TempDir
    private Path folder;

    private final Report report = Report.read(DOCS.resolve("benchmarks/results.json"));

    BenchmarksDocTest() throws IOException {}

    @Test
    void the_benchmarks_are_those_of_the_results() throws IOException {
        Path page = folder.resolve("BENCHMARKS.md");
        new BenchmarksPage(report, PRODUCT).write(page, new Plots(report).write(folder.resolve("benchmarks")));

        assertThat(page).hasSameTextualContentAs(DOCS.resolve("BENCHMARKS.md"));
    }

    @Test
    void what_larger_loads_need_follows_from_the_results() throws IOException {
        Path page = folder.resolve("SCALING.md");
        new ScalingPage(report, PRODUCT).write(page);

        assertThat(page)
                .hasSameTextualContentAs(DOCS.resolve("SCALING.md"))
                .content()
                .doesNotContain("(not measured)");
    }
}
