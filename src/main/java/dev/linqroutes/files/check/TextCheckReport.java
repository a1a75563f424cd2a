package dev.linqroutes.files.check;

import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the report for a person: rows that are not good first, then warnings and examples of good rows. */
final class TextCheckReport implements CheckReport {
    /** A person reads no more of a file with a warning in each row. */
    private static final int MAX_WARNINGS = 50;

    /** Per kind of warning, so that a warning of every row does not hide others. */
    private static final int MAX_SIMILAR = 10;

    /** Warnings that differ only in these values are similar. */
    private static final Pattern VALUES = Pattern.compile("\"[^\"]*\"|\\+?[0-9]+");

    private final PrintWriter out;
    private final int maxExamples;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Integer> similarWarnings = new HashMap<>();
    private final List<CheckedRow> exampleRows = new ArrayList<>();
    private final Set<String> shownCommands = new HashSet<>();
    private long rowsWithWarnings;
    private boolean warningsTruncated;

    /** @param maxExamples number of good rows whose calls are written */
    TextCheckReport(PrintWriter out, int maxExamples) {
        this.out = out;
        this.maxExamples = maxExamples;
    }

    @Override
    public void writeFile(BatchFile file, String ledger) {
        out.println(file.name() + ": batch " + file.batchId());
        file.facts().forEach(fact -> out.println("  " + fact));
        out.println("  " + ledger);
        file.warnings().forEach(warning -> out.println("  warning: " + warning));
        out.println();
        out.flush();
    }

    @Override
    public void writeRow(CheckedRow row) {
        for (CheckedRow.RowProblem problem : row.problems()) {
            out.println("row " + row.row() + " " + row.verdict().describe() + ": " + problem.describe());
        }
        if (row.isGood()) {
            rowsWithWarnings += row.warnings().isEmpty() ? 0 : 1;
            row.warnings().forEach(warning -> addWarning(row.row(), warning));
            boolean isNewCommand =
                    row.command().filter(each -> shownCommands.add(each.type())).isPresent();
            if (row.command().isPresent() && (exampleRows.size() < maxExamples || maxExamples > 0 && isNewCommand)) {
                exampleRows.add(row);
            }
        }
    }

    private void addWarning(long row, String warning) {
        if (warnings.size() < MAX_WARNINGS
                && similarWarnings.merge(VALUES.matcher(warning).replaceAll(""), 1, Integer::sum) <= MAX_SIMILAR) {
            warnings.add("row " + row + " warning: " + warning);
        } else {
            warningsTruncated = true;
        }
    }

    @Override
    public void writeUnreadable(String reason) {
        out.println(reason);
        out.println("The file is rejected as a whole; no command would be sent.");
    }

    @Override
    public void writeCounts(RowCounts counts, LineLoad lines) {
        warnings.forEach(out::println);
        if (warningsTruncated) {
            out.println("… " + rowsWithWarnings + " rows have warnings; --json lists all of them");
        }
        if (!exampleRows.isEmpty()) {
            out.println();
            out.println("What would be sent for the first good rows"
                    + (counts.goodByCommand().size() > 1 ? ", and the first of each command" : "")
                    + (counts.isRejectedAsWhole() ? ", if no row were refused:" : ":"));
            exampleRows.forEach(this::printCalls);
        }
        out.println();
        if (counts.goodByCommand().keySet().stream().anyMatch(type -> !type.equals("create_group"))) {
            out.println("Good rows by command: " + describe(counts.goodByCommand()));
        }
        out.printf(
                Locale.ROOT,
                "%,d commands, %,d good, %,d refused%s%s%s%n",
                counts.rows(),
                counts.count(RowVerdict.GOOD),
                counts.count(RowVerdict.REFUSED),
                ifAny(counts, RowVerdict.WOULD_FAIL),
                ifAny(counts, RowVerdict.EXPIRED),
                counts.withWarnings() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d with warnings", counts.withWarnings()));
        if (counts.isRejectedAsWhole()) {
            out.println(
                    "Nothing would be sent: the options set all_or_nothing, and not every row is accepted. Correct the"
                            + " refused rows, and check again.");
        } else {
            printLines(lines);
        }
        out.flush();
    }

    private void printLines(LineLoad lines) {
        lines.lines().forEach(line -> out.println(line.description()));
        lines.notes().forEach(out::println);
        lines.describeAdded().ifPresent(out::println);
    }

    @Override
    public void writeMediaSizes(MediaAddresses media) {
        out.println();
        new MediaSizesFormatter(media).toLines().forEach(out::println);
        out.flush();
    }

    @Override
    public void writeLinqAnswers(InquirySubjects subjects, LinqAnswers answers) {
        out.println();
        new LinqAnswersFormatter(subjects, answers).toLines().forEach(out::println);
    }

    /** {@code 1 create_group, 3 send_message} */
    private static String describe(SortedMap<String, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%,d %s", each.getValue(), each.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String ifAny(RowCounts counts, RowVerdict verdict) {
        long count = counts.count(verdict);
        return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, verdict.describe());
    }

    private void printCalls(CheckedRow row) {
        PlannedCommand command = row.command().orElseThrow();
        String group = command.group().groupRef().or(command.group()::chatId).orElse("");
        out.println();
        String due = command.notBefore().map(time -> "  not before " + time).orElse("");
        out.println("  row " + row.row() + "  " + command.type() + "  " + group + due);
        for (PlannedCall call : command.calls()) {
            out.println("    " + call.position() + "  " + CallFormatter.format(call, command.media()));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
