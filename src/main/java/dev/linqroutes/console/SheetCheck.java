package dev.linqroutes.console;

import dev.linqroutes.files.check.CheckReport;
import dev.linqroutes.files.check.CheckedRow;
import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.files.check.RowVerdict;
import dev.linqroutes.files.rows.BatchFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The result of checking a sheet, as far as the check has come. Thread-safe. */
final class SheetCheck implements CheckReport {
    /** Kept in memory, and shown; the rest is counted. */
    static final int MAX_PROBLEMS = 1_000;

    private static final int MAX_WARNINGS = 200;

    private final SheetEstimate estimate;
    private final int kept;
    private final List<CheckedRow> badRows = new ArrayList<>();
    private final List<CheckedRow> warnedRows = new ArrayList<>();
    private final List<Long> firstGoodRows = new ArrayList<>();
    private final Map<RowVerdict, Long> rows = new EnumMap<>(RowVerdict.class);
    private Optional<BatchFile> file = Optional.empty();
    private Optional<String> unreadable = Optional.empty();
    private String ledger = "";
    private boolean done;

    /** @param firstRows number of good rows whose numbers are kept */
    SheetCheck(SheetEstimate estimate, int firstRows) {
        this.estimate = estimate;
        this.kept = firstRows;
    }

    @Override
    public synchronized void writeFile(BatchFile checked, String comparison) {
        file = Optional.of(checked);
        ledger = comparison;
    }

    @Override
    public synchronized void writeRow(CheckedRow row) {
        rows.merge(row.verdict(), 1L, Long::sum);
        if (row.isGood()) {
            if (firstGoodRows.size() < kept) {
                firstGoodRows.add(row.row());
            }
            row.command().ifPresent(estimate::add);
            if (!row.warnings().isEmpty() && warnedRows.size() < MAX_WARNINGS) {
                warnedRows.add(row.withoutCommand());
            }
        } else if (badRows.size() < MAX_PROBLEMS) {
            badRows.add(row);
        }
    }

    @Override
    public synchronized void writeUnreadable(String reason) {
        unreadable = Optional.of(reason);
    }

    @Override
    public synchronized void writeCounts(RowCounts counts, LineLoad lines) {
        estimate.setLines(lines);
    }

    @Override
    public synchronized void close() {
        done = true;
    }

    /** Ends a check that could not be completed. */
    synchronized void fail(String reason) {
        unreadable = Optional.of(reason);
        done = true;
    }

    synchronized boolean isDone() {
        return done;
    }

    /** Why the sheet as a whole cannot be imported. */
    synchronized Optional<String> unreadable() {
        return unreadable;
    }

    synchronized Optional<BatchFile> file() {
        return file;
    }

    synchronized String ledger() {
        return ledger;
    }

    synchronized long count(RowVerdict verdict) {
        return rows.getOrDefault(verdict, 0L);
    }

    synchronized long countBad() {
        return rows.entrySet().stream()
                .filter(each -> each.getKey() != RowVerdict.GOOD)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    synchronized List<CheckedRow> badRows() {
        return List.copyOf(badRows);
    }

    synchronized List<CheckedRow> warnedRows() {
        return List.copyOf(warnedRows);
    }

    /** Rows with a problem, and the others that the problems are about: of another member, or of another group. */
    synchronized TreeSet<Long> badRowNumbers() {
        TreeSet<Long> numbers = new TreeSet<>();
        for (CheckedRow row : badRows) {
            numbers.add(row.row());
            row.problems().forEach(problem -> {
                problem.row().ifPresent(numbers::add);
                problem.otherRow().ifPresent(numbers::add);
            });
        }
        return numbers;
    }

    synchronized List<Long> firstGoodRows() {
        return List.copyOf(firstGoodRows);
    }

    SheetEstimate estimate() {
        return estimate;
    }
}
