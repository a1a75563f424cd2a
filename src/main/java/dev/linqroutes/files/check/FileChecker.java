package dev.linqroutes.files.check;

import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.GrownFile;
import dev.linqroutes.files.imports.SentPrefixFinder;
import dev.linqroutes.files.imports.SentPrefixFinder.SentPrefix;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Checks a file and reports what was found. */
public final class FileChecker {
    private final BatchFileOpener opener;
    private final RowChecker rowChecker;
    private final Optional<SentPrefixFinder> sentPrefixes;
    private final String ledgerNote;

    /**
     * @param beginnings to hold the file against those that were sent before; empty where there is no ledger
     * @param ledger how rows are held against what was sent before, or why not; for a person
     */
    public FileChecker(BatchFileOpener files, RowChecker check, Optional<SentPrefixFinder> beginnings, String ledger) {
        this.opener = files;
        this.rowChecker = check;
        this.sentPrefixes = beginnings;
        this.ledgerNote = ledger;
    }

    /**
     * Whether every row is good.
     *
     * @param json for a program, else for a person
     * @param shown for so many rows it is told what would be sent
     */
    public boolean check(Path path, PrintWriter out, boolean json, int shown) throws IOException, InterruptedException {
        try (CheckReport report = json ? new JsonCheckReport(out, shown) : new TextCheckReport(out, shown)) {
            RowCounter counting = new RowCounter(report);
            try {
                Optional<String> objection = checkRows(path, report, counting);
                if (objection.isPresent()) {
                    report.writeUnreadable(objection.get());
                    return false;
                }
            } catch (NoSuchFileException e) {
                report.writeUnreadable(path + ": there is no such file");
                return false;
            } catch (AccessDeniedException e) {
                report.writeUnreadable(path + ": may not be read by this user");
                return false;
            } catch (UnreadableFile e) {
                report.writeUnreadable(e.getMessage());
                return false;
            }
            report.writeCounts(counting.counts());
            return counting.counts().isGood();
        }
    }

    /** @return why none of its rows would be sent */
    private Optional<String> checkRows(Path path, CheckReport report, RowCounter counting)
            throws IOException, InterruptedException {
        BatchFile file = opener.open(path);
        if (sentPrefixes.isPresent() && !sentPrefixes.get().isSent(file.batchId())) {
            Optional<SentPrefix> sent = sentPrefixes.get().find(path);
            if (sent.isPresent()) {
                return sent.map(each -> GrownFile.describe(path, each));
            }
        }
        report.writeFile(file, ledgerNote);
        try {
            rowChecker.check(file, counting::count);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Optional.empty();
    }

    private static final class RowCounter {
        private final CheckReport report;
        private final Map<RowVerdict, Long> byVerdict = new EnumMap<>(RowVerdict.class);
        private long warned;

        RowCounter(CheckReport report) {
            this.report = report;
        }

        void count(CheckedRow row) {
            byVerdict.merge(row.verdict(), 1L, Long::sum);
            warned += row.isGood() && !row.warnings().isEmpty() ? 1 : 0;
            report.writeRow(row);
        }

        CheckReport.RowCounts counts() {
            return new CheckReport.RowCounts(byVerdict, warned);
        }
    }
}
