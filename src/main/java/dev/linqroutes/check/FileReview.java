package dev.linqroutes.check;

import dev.linqroutes.batch.GrownFile;
import dev.linqroutes.batch.SentBeginnings;
import dev.linqroutes.batch.SentBeginnings.SentBeginning;
import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.UnreadableFile;
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
public final class FileReview {
    private final BatchFiles files;
    private final FileCheck check;
    private final Optional<SentBeginnings> beginnings;
    private final String ledger;

    /**
     * @param beginnings to hold the file against those that were sent before; empty where there is no ledger
     * @param ledger how rows are held against what was sent before, or why not; for a person
     */
    public FileReview(BatchFiles files, FileCheck check, Optional<SentBeginnings> beginnings, String ledger) {
        this.files = files;
        this.check = check;
        this.beginnings = beginnings;
        this.ledger = ledger;
    }

    /**
     * Whether every row is good.
     *
     * @param json for a program, else for a person
     * @param shown for so many rows it is told what would be sent
     */
    public boolean run(Path path, PrintWriter out, boolean json, int shown) throws IOException, InterruptedException {
        try (CheckReport report = json ? new JsonReport(out, shown) : new TextReport(out, shown)) {
            Counting counting = new Counting(report);
            try {
                Optional<String> objection = check(path, report, counting);
                if (objection.isPresent()) {
                    report.unreadable(objection.get());
                    return false;
                }
            } catch (NoSuchFileException e) {
                report.unreadable(path + ": there is no such file");
                return false;
            } catch (AccessDeniedException e) {
                report.unreadable(path + ": may not be read by this user");
                return false;
            } catch (UnreadableFile e) {
                report.unreadable(e.getMessage());
                return false;
            }
            report.counts(counting.counts());
            return counting.counts().isGood();
        }
    }

    /** @return why none of its rows would be sent */
    private Optional<String> check(Path path, CheckReport report, Counting counting)
            throws IOException, InterruptedException {
        BatchFile file = files.open(path);
        if (beginnings.isPresent() && !beginnings.get().isSent(file.batchId())) {
            Optional<SentBeginning> sent = beginnings.get().find(path);
            if (sent.isPresent()) {
                return sent.map(each -> GrownFile.reason(path, each));
            }
        }
        report.file(file, ledger);
        try {
            check.run(file, counting::row);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Optional.empty();
    }

    private static final class Counting {
        private final CheckReport report;
        private final Map<Verdict, Long> byVerdict = new EnumMap<>(Verdict.class);
        private long warned;

        Counting(CheckReport report) {
            this.report = report;
        }

        void row(CheckedRow row) {
            byVerdict.merge(row.verdict(), 1L, Long::sum);
            warned += row.isGood() && !row.warnings().isEmpty() ? 1 : 0;
            report.row(row);
        }

        CheckReport.Counts counts() {
            return new CheckReport.Counts(byVerdict, warned);
        }
    }
}
