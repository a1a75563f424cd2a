package dev.linqroutes.check;

import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.ledger.NewCall;
import dev.linqroutes.ledger.NewCommand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What was found, for a person: rows that are not good as they are found, then what the others are warned of and would come to. */
final class TextReport implements CheckReport {
    /** Of a file with a warning a row a person reads no more. */
    private static final int MOST_WARNINGS = 50;

    /** So that what is said of every row does not keep out what is said of one. */
    private static final int MOST_ALIKE = 10;

    /** Warnings are alike that differ in these only. */
    private static final Pattern VALUES = Pattern.compile("\"[^\"]*\"|\\+?[0-9]+");

    private final PrintWriter out;
    private final int shown;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private final List<CheckedRow> first = new ArrayList<>();
    private long warned;
    private boolean cut;

    /** @param shown for so many rows it is told what would be sent */
    TextReport(PrintWriter out, int shown) {
        this.out = out;
        this.shown = shown;
    }

    @Override
    public void file(BatchFile file, String ledger) {
        out.println(file.name() + ": batch " + file.batchId());
        file.facts().forEach(fact -> out.println("  " + fact));
        out.println("  " + ledger);
        file.warnings().forEach(warning -> out.println("  warning: " + warning));
        out.println();
        out.flush();
    }

    @Override
    public void row(CheckedRow row) {
        for (CheckedRow.Fault fault : row.problems()) {
            out.println("row " + row.row() + " " + row.verdict().told() + ": " + fault.told());
        }
        if (row.isGood()) {
            warned += row.warnings().isEmpty() ? 0 : 1;
            row.warnings().forEach(warning -> warn(row.row(), warning));
            if (first.size() < shown) {
                first.add(row);
            }
        }
    }

    private void warn(long row, String warning) {
        if (warnings.size() < MOST_WARNINGS
                && alike.merge(VALUES.matcher(warning).replaceAll(""), 1, Integer::sum) <= MOST_ALIKE) {
            warnings.add("row " + row + " warning: " + warning);
        } else {
            cut = true;
        }
    }

    @Override
    public void unreadable(String reason) {
        out.println(reason);
        out.println("The file cannot be read as a whole; nothing of it would be sent.");
    }

    @Override
    public void counts(Counts counts) {
        warnings.forEach(out::println);
        if (cut) {
            out.println("… " + warned + " rows have warnings; --json has them all");
        }
        if (!first.isEmpty()) {
            out.println();
            out.println("What would be sent for the first good rows:");
            first.forEach(this::plan);
        }
        out.println();
        out.printf(
                Locale.ROOT,
                "%,d commands, %,d good, %,d refused%s%s%s%n",
                counts.rows(),
                counts.of(Verdict.GOOD),
                counts.of(Verdict.REFUSED),
                ifAny(counts, Verdict.WOULD_FAIL),
                ifAny(counts, Verdict.EXPIRED),
                counts.warned() == 0 ? "" : String.format(Locale.ROOT, "; %,d with warnings", counts.warned()));
    }

    private static String ifAny(Counts counts, Verdict verdict) {
        long count = counts.of(verdict);
        return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, verdict.told());
    }

    private void plan(CheckedRow row) {
        NewCommand command = row.command().orElseThrow();
        String group = command.group().groupRef().or(command.group()::chatId).orElse("");
        out.println();
        String due = command.notBefore().map(time -> "  not before " + time).orElse("");
        out.println("  row " + row.row() + "  " + command.type() + "  " + group + due);
        for (NewCall call : command.calls()) {
            out.println("    " + call.position() + "  " + SentFor.told(call));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
