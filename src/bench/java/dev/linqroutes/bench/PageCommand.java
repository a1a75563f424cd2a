package dev.linqroutes.bench;

import dev.linqroutes.bench.result.BenchmarksPage;
import dev.linqroutes.bench.result.Plots;
import dev.linqroutes.bench.result.Report;
import dev.linqroutes.bench.result.ScalingPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the pages of benchmarks and of scaling from results that were measured before. */
@Command(
        name = "page",
        description =
                "Write the page of benchmarks, with plots and merged results in the folder benchmarks beside it, and SCALING.md, from results.",
        mixinStandardHelpOptions = true)
final class PageCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Results, as --json wrote them; those of several files are repetitions")
    private List<Path> files;

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
        List<Report> reports = new ArrayList<>();
        for (Path file : files) {
            reports.add(Report.read(file));
        }
        Report report = Report.merge(reports);
        Path plots = page.toAbsolutePath().resolveSibling("benchmarks");
        new BenchmarksPage(report, about).write(page, new Plots(report).write(plots));
        report.write(plots.resolve("results.json"));
        new ScalingPage(report, about).write(page.resolveSibling("SCALING.md"));
        return 0;
    }
}
