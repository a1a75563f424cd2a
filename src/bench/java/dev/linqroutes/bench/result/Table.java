package dev.linqroutes.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Results as tables in Markdown: one for each scenario, a row for each variant and contender, the median and range of repetitions. */
public final class Table {
    private static final List<String> FIRST_COLUMNS = List.of("variant", "contender");

    private Table() {}

    public static String of(List<Result> results) {
        return group(results, Result::scenario).entrySet().stream()
                .map(each -> "### " + each.getKey() + "\n\n" + rows(each.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String rows(List<Result> results) {
        Set<String> columns = new LinkedHashSet<>();
        results.forEach(result -> columns.addAll(result.figures().keySet()));
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(FIRST_COLUMNS);
        head.addAll(columns);
        lines.add(head);
        for (List<Result> variant : group(results, Result::variant).values()) {
            for (List<Result> repetitions : group(variant, Result::contender).values()) {
                lines.add(row(repetitions, columns));
            }
        }
        return align(lines);
    }

    private static List<String> row(List<Result> repetitions, Set<String> columns) {
        List<String> cells = new ArrayList<>();
        Result first = repetitions.get(0);
        cells.add(first.variant());
        List<Result> invalid =
                repetitions.stream().filter(each -> !each.isValid()).toList();
        if (!invalid.isEmpty()) {
            cells.add(first.contender() + ", INVALID: " + faults(invalid));
            columns.forEach(column -> cells.add("–"));
            return cells;
        }
        cells.add(first.contender());
        for (String column : columns) {
            cells.add(cell(repetitions, column));
        }
        return cells;
    }

    private static String faults(List<Result> invalid) {
        return invalid.stream()
                .flatMap(each -> each.faults().entrySet().stream())
                .filter(fault -> fault.getValue() > 0)
                .map(fault -> fault.getValue() + " " + fault.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String cell(List<Result> repetitions, String figure) {
        List<Double> sorted = Figures.sorted(repetitions, figure);
        String median = Figures.median(repetitions, figure).map(Table::number).orElse("");
        return sorted.size() < 2
                ? median
                : median + " (" + number(sorted.get(0)) + " to " + number(sorted.get(sorted.size() - 1)) + ")";
    }

    /** Three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%,.1f" : "%,.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private static String align(List<List<String>> lines) {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            for (int column = 0; column < widths.length; column++) {
                String format = column < FIRST_COLUMNS.size() ? "| %-" : "| %";
                text.append(String.format(
                        Locale.ROOT,
                        format + widths[column] + "s ",
                        lines.get(line).get(column)));
            }
            text.append("|\n");
            if (line == 0) {
                for (int column = 0; column < widths.length; column++) {
                    text.append("|")
                            .append("-".repeat(widths[column] + 1))
                            .append(column < FIRST_COLUMNS.size() ? "-" : ":");
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private static Map<String, List<Result>> group(List<Result> results, Function<Result, String> key) {
        return results.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
