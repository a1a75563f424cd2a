package dev.linqroutes.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** Bars of the medians, as SVG: contenders side by side in each variant. */
public final class Plots {
    /** The figure of each scenario that is plotted. */
    private static final Map<String, String> FIGURES = Map.of(
            "throughput", "calls/s 2nd half",
            "isolation", "calls/s 2nd half",
            "webhooks", "webhooks/s",
            "growth", "steady p99 ms");

    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;

    private final List<Result> results;

    public Plots(Report report) {
        results = report.results().stream().filter(Result::isValid).toList();
    }

    /**
     * Writes a file for each plot.
     *
     * @return Markdown that shows them, by scenario
     */
    public Map<String, String> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> shown = new HashMap<>();
        for (Map.Entry<String, String> each : FIGURES.entrySet()) {
            String scenario = each.getKey();
            List<Result> plotted = results.stream()
                    .filter(result -> result.scenario().equals(scenario))
                    .toList();
            if (!plotted.isEmpty()) {
                CategoryChart chart = chart(scenario, each.getValue(), plotted);
                Path file = folder.resolve(scenario + ".svg");
                VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
                shown.put(
                        scenario,
                        "\n![" + scenario + ": " + each.getValue() + "](" + folder.getFileName() + "/"
                                + file.getFileName() + ")\n");
            }
        }
        return shown;
    }

    private static CategoryChart chart(String scenario, String figure, List<Result> plotted) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(scenario)
                .yAxisTitle(figure)
                .build();
        List<String> variants = plotted.stream().map(Result::variant).distinct().toList();
        for (String contender :
                plotted.stream().map(Result::contender).distinct().toList()) {
            List<Double> medians = new ArrayList<>();
            for (String variant : variants) {
                medians.add(Figures.median(
                                plotted.stream()
                                        .filter(each -> each.contender().equals(contender)
                                                && each.variant().equals(variant))
                                        .toList(),
                                figure)
                        .orElse(0.0));
            }
            chart.addSeries(contender, variants, medians);
        }
        return chart;
    }
}
