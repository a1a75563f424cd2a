package dev.linqroutes.check;

import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.UnreadableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Checks a file and reports what was found. */
public final class FileReview {
    private final BatchFiles files;
    private final FileCheck check;
    private final String ledger;

    /** @param ledger how rows are held against what was sent before, or why not; for a person */
    public FileReview(BatchFiles files, FileCheck check, String ledger) {
        this.files = files;
        this.check = check;
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
                check(path, report, counting);
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

    private void check(Path path, CheckReport report, Counting counting) throws IOException, InterruptedException {
        BatchFile file = files.open(path);
        report.file(file, ledger);
        try {
            check.run(file, counting::row);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class Counting {
        private final CheckReport report;
        private long good;
        private long refused;
        private long warned;

        Counting(CheckReport report) {
            this.report = report;
        }

        void row(CheckedRow row) {
            if (!row.isGood()) {
                refused++;
            } else {
                good++;
                warned += row.warnings().isEmpty() ? 0 : 1;
            }
            report.row(row);
        }

        CheckReport.Counts counts() {
            return new CheckReport.Counts(good + refused, good, refused, warned);
        }
    }
}
