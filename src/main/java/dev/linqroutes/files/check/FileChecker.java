package dev.linqroutes.files.check;

import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.GrownFile;
import dev.linqroutes.files.imports.SentPrefixFinder;
import dev.linqroutes.files.imports.SentPrefixFinder.SentPrefix;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.mailbox.NewConversations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Checks a file without sending anything, and writes a report. */
public final class FileChecker {
    private final BatchFileOpener opener;
    private final RowChecker rowChecker;
    private final Optional<SentPrefixFinder> sentPrefixes;
    private final String ledgerNote;
    private final LineLoad.Limits limits;
    private final Optional<NewConversations> newConversations;

    /**
     * Who is asked beside the ledger, if anybody.
     *
     * @param linq about the good rows
     * @param mediaSizes about the media of the good rows
     */
    public record Inquiries(Optional<LinqInquiry> linq, Optional<MediaSizeInquiry> mediaSizes) {
        static final Inquiries NONE = new Inquiries(Optional.empty(), Optional.empty());
    }

    /**
     * @param sentPrefixes to detect a file that starts with an imported batch; empty without a ledger
     * @param ledgerNote how rows are compared with the ledger, or why not; for a person
     * @param limits of new conversations
     * @param newConversations of the lines without the file; empty without a ledger
     */
    public FileChecker(
            BatchFileOpener opener,
            RowChecker rowChecker,
            Optional<SentPrefixFinder> sentPrefixes,
            String ledgerNote,
            LineLoad.Limits limits,
            Optional<NewConversations> newConversations) {
        this.opener = opener;
        this.rowChecker = rowChecker;
        this.sentPrefixes = sentPrefixes;
        this.ledgerNote = ledgerNote;
        this.limits = limits;
        this.newConversations = newConversations;
    }

    /**
     * Checks the file and writes the report.
     *
     * @param json whether to write JSON instead of text for a person
     * @param maxExamples number of good rows whose calls are written
     * @return whether all rows are good, and Linq was asked all there was to ask
     */
    public boolean check(Path path, PrintWriter out, boolean json, int maxExamples, Inquiries inquiries)
            throws IOException, InterruptedException {
        return check(
                path, json ? new JsonCheckReport(out, maxExamples) : new TextCheckReport(out, maxExamples), inquiries);
    }

    /**
     * Checks the file and closes the report.
     *
     * @return whether all rows are good
     */
    public boolean check(Path path, CheckReport to) throws IOException, InterruptedException {
        return check(path, to, Inquiries.NONE);
    }

    private boolean check(Path path, CheckReport to, Inquiries inquiries) throws IOException, InterruptedException {
        try (CheckReport report = to) {
            InquirySubjects subjects = new InquirySubjects();
            MediaAddresses media = new MediaAddresses();
            Consumer<CheckedRow> noInquiry = row -> {};
            RowCounter counter = new RowCounter(
                    report,
                    new LineLoad(limits),
                    (inquiries.linq().isPresent() ? (Consumer<CheckedRow>) subjects::add : noInquiry)
                            .andThen(inquiries.mediaSizes().isPresent() ? media::add : noInquiry));
            try {
                Optional<String> objection = checkRows(path, report, counter);
                if (objection.isPresent()) {
                    report.writeUnreadable(objection.get());
                    return false;
                }
            } catch (NoSuchFileException e) {
                report.writeUnreadable(path + ": no such file");
                return false;
            } catch (AccessDeniedException e) {
                report.writeUnreadable(path + ": cannot be read: no permission for this user");
                return false;
            } catch (UnreadableFile e) {
                report.writeUnreadable(e.getMessage());
                return false;
            }
            newConversations.ifPresentOrElse(
                    each -> counter.lines.addUse(each::readUse),
                    () -> counter.lines.noteUnknownUse("the ledger was not read"));
            report.writeCounts(counter.counts(), counter.lines);
            if (inquiries.mediaSizes().isPresent()) {
                media.ask(inquiries.mediaSizes().get());
                report.writeMediaSizes(media);
            }
            return counter.counts().isGood() & askLinq(inquiries.linq(), subjects, report);
        }
    }

    /** @return whether there is nothing left to ask */
    private static boolean askLinq(Optional<LinqInquiry> inquiry, InquirySubjects subjects, CheckReport report)
            throws InterruptedException {
        if (inquiry.isEmpty()) {
            return true;
        }
        LinqAnswers answers = inquiry.get().ask(subjects);
        report.writeLinqAnswers(subjects, answers);
        return answers.isGood();
    }

    /** @return why the whole file would be rejected; empty if it would be imported */
    private Optional<String> checkRows(Path path, CheckReport report, RowCounter counter)
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
            counter.allOrNothing = file.isAllOrNothing();
            rowChecker.check(file, counter::count);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Optional.empty();
    }

    private static final class RowCounter {
        private final CheckReport report;
        private final LineLoad lines;
        private final Consumer<CheckedRow> subjects;
        private final Map<RowVerdict, Long> byVerdict = new EnumMap<>(RowVerdict.class);
        private final SortedMap<String, Long> goodByCommand = new TreeMap<>();
        private long withWarnings;
        private boolean allOrNothing;

        RowCounter(CheckReport report, LineLoad lines, Consumer<CheckedRow> subjects) {
            this.report = report;
            this.lines = lines;
            this.subjects = subjects;
        }

        void count(CheckedRow row) {
            byVerdict.merge(row.verdict(), 1L, Long::sum);
            row.command().ifPresent(command -> goodByCommand.merge(command.type(), 1L, Long::sum));
            withWarnings += row.isGood() && !row.warnings().isEmpty() ? 1 : 0;
            row.command().ifPresent(command -> lines.add(command, row.line()));
            report.writeRow(row);
            subjects.accept(row);
        }

        CheckReport.RowCounts counts() {
            return new CheckReport.RowCounts(byVerdict, goodByCommand, withWarnings, allOrNothing);
        }
    }
}
