package dev.linqroutes.bench;

import dev.linqroutes.bench.result.BenchmarksPage;
import dev.linqroutes.bench.result.Plots;
import dev.linqroutes.bench.result.Report;
import dev.linqroutes.bench.result.ScalingPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the pages of benchmarks and of scaling from results that were measured before. */
@Command(
        name = "page",
        description =
                "Write the page of benchmarks, with plots beside it, and SCALING.md from results of all scenarios.",
        mixinStandardHelpOptions = true)
final class PageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Results, as --json wrote them")
    private Path results;

    @Option(names = "--page", defaultValue = "docs/BENCHMARKS.md", description = "default: ${DEFAULT-VALUE}")
    private Path page;

    @Option(
            names = "--about",
            paramLabel = "NAME",
            defaultValue = "linq-routes",
            description = "The product that the page is about (default: ${DEFAULT-VALUE})")
    private String about;

    @Override
    public Integer call() throws Exception {
        Report report = Report.read(results);
        new BenchmarksPage(report, about)
                .write(page, new Plots(report).write(page.toAbsolutePath().resolveSibling("benchmarks")));
        new ScalingPage(report, about).write(page.resolveSibling("SCALING.md"));
        return 0;
    }
}
