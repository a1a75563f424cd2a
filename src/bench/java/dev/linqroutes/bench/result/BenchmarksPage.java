package dev.linqroutes.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes the page of benchmarks from results alone: no number in it is typed. */
public final class BenchmarksPage {
    private static final String TEXT = "BENCHMARKS.template.md";

    /** Of two values closer than this neither is called better. */
    private static final double NOTABLY = 1.1;

    private final Report report;
    private final String ours;

    /** @param ours the contender that the page is about */
    public BenchmarksPage(Report report, String ours) {
        this.report = report;
        this.ours = ours;
    }

    /** @param plots Markdown that shows plots, by scenario */
    public void write(Path page, Map<String, String> plots) throws IOException {
        Files.writeString(
                page,
                new PageTemplate(TEXT, report, ours)
                        .with("ours", ours)
                        .with("setting", setting())
                        .with("losses", losses())
                        .with("results", results(plots))
                        .fill());
    }

    private String setting() {
        Map<String, String> setting = new LinkedHashMap<>(report.setting());
        setting.put("repetitions", repetitions());
        return setting.entrySet().stream()
                .map(each -> "| " + each.getKey() + " | " + each.getValue().replace("|", "\\|") + " |")
                .collect(Collectors.joining("\n", "| | |\n|---|---|\n", ""));
    }

    /** How often each scenario was measured. */
    private String repetitions() {
        Map<String, Integer> highest = new LinkedHashMap<>();
        report.results().forEach(each -> highest.merge(each.scenario(), each.repetition(), Math::max));
        return highest.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private String results(Map<String, String> plots) {
        return report.results().stream()
                .map(Result::scenario)
                .distinct()
                .map(scenario ->
                        Table.of(select(each -> each.scenario().equals(scenario))) + plots.getOrDefault(scenario, ""))
                .collect(Collectors.joining("\n"));
    }

    private String losses() {
        List<Figures.Loss> losses = new ArrayList<>();
        for (Result mine : select(each -> each.contender().equals(ours) && each.repetition() == 1)) {
            List<Result> all = report.valid(mine.scenario(), mine.variant());
            for (String other : all.stream().map(Result::contender).distinct().toList()) {
                Figures.names(all).forEach(figure -> addLoss(losses, mine, figure, other));
            }
        }
        if (losses.isEmpty()) {
            return "Nowhere by more than a tenth.";
        }
        Map<List<String>, Figures.Loss> worst = losses.stream()
                .collect(Collectors.toMap(
                        each -> List.of(each.scenario(), each.figure()),
                        each -> each,
                        BinaryOperator.maxBy(Figures.byFactor().reversed())));
        return worst.values().stream()
                .sorted(Figures.byFactor())
                .map(each -> String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %,.2f | %s | %,.2f | %.2f |",
                        each.scenario(),
                        each.variant(),
                        each.figure(),
                        each.ours(),
                        each.other(),
                        each.theirs(),
                        each.factor()))
                .collect(Collectors.joining(
                        "\n",
                        "| scenario | variant | figure | " + ours
                                + " | better | | factor |\n|---|---|---|--:|---|--:|--:|\n",
                        ""));
    }

    private void addLoss(List<Figures.Loss> losses, Result mine, String figure, String other) {
        var value = Figures.median(report.valid(mine.scenario(), mine.variant(), ours), figure);
        var theirs = Figures.median(report.valid(mine.scenario(), mine.variant(), other), figure);
        if (value.isPresent() && theirs.isPresent()) {
            Figures.worse(figure, value.get(), theirs.get())
                    .filter(factor -> factor > NOTABLY)
                    .ifPresent(factor -> losses.add(new Figures.Loss(
                            mine.scenario(), mine.variant(), figure, value.get(), other, theirs.get(), factor)));
        }
    }

    private List<Result> select(Predicate<Result> wanted) {
        return report.results().stream().filter(wanted).toList();
    }
}
