package dev.linqroutes.files.results;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.linqroutes.files.io.AtomicFileWriter;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.ledger.batch.RowResult;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes what became of a batch beside its rows, for people with a spreadsheet: all its rows with their results, and those
 * that failed once more in the shape of the input, to be corrected and dropped again. Takes the memory of one row.
 */
public final class ResultsSheet {
    /** What Linq has not taken. */
    private static final Set<String> FAILED_STATUSES =
            Set.of("failed", "refused", "expired", "cancelled", "duplicate", "unknown");

    /**
     * What was written.
     *
     * @param commandsByStatus how many there are of each status
     * @param failedFile the file of those that failed; empty when none did
     */
    public record SheetSummary(Map<String, Long> commandsByStatus, Optional<Path> failedFile) {
        public SheetSummary {
            commandsByStatus = Map.copyOf(commandsByStatus);
        }
    }

    /**
     * A file gets its name when it is whole; one that stood there before is replaced, or removed when nothing failed.
     *
     * @param results in ascending order of the row
     * @param sheet of all rows: UTF-8 with byte order mark, semicolon or comma, ends of line as Windows has them
     * @param failed of the rows that failed, without those of which a part was done, since that would be done twice: for CSV
     *     likewise, with the input's separator; for JSONL the lines as they are
     * @throws IOException when the input cannot be read or a file cannot be written; no half file is left
     */
    public SheetSummary write(BatchFile file, Iterator<RowResult> results, Path sheet, Path failed) throws IOException {
        try (BatchFile.InputRecords records = file.records()) {
            return write(records, results, sheet, failed);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** As above; throws {@link UncheckedIOException}, too. */
    public static SheetSummary write(
            BatchFile.InputRecords records, Iterator<RowResult> results, Path sheet, Path failed) throws IOException {
        ResultsFormat shape = ResultsFormat.forRecords(records);
        RowResultCursor byRow = new RowResultCursor(results);
        Map<String, Long> commands = new TreeMap<>();
        long lastCommand = 0;
        try (AtomicFileWriter part = new AtomicFileWriter(sheet);
                FailedRowsFile failedFile = new FailedRowsFile(shape, failed)) {
            CsvWriter csv = ResultsFormat.openCsv(part.writer(), shape.separator());
            csv.writeRecord(shape.header());
            while (records.hasNext()) {
                InputRecord record = records.next();
                if (record.commandRow() == 0) {
                    continue;
                }
                RowResult result = byRow.advanceTo(record.commandRow());
                csv.writeRecord(shape.row(record, result));
                if (FAILED_STATUSES.contains(result.status()) && !result.partiallyDone()) {
                    failedFile.write(record);
                }
                if (record.commandRow() != lastCommand) {
                    commands.merge(result.status(), 1L, Long::sum);
                    lastCommand = record.commandRow();
                }
            }
            csv.flush();
            // First, so that who finds the results finds this one, too.
            Optional<Path> written = failedFile.commit();
            part.commit();
            return new SheetSummary(commands, written);
        }
    }

    /** Is there only if a row is written to it. */
    private static final class FailedRowsFile implements Closeable {
        private final ResultsFormat shape;
        private final Path target;
        private Optional<AtomicFileWriter> writer = Optional.empty();
        private Optional<ResultsFormat.FailedRowsWriter> rows = Optional.empty();

        FailedRowsFile(ResultsFormat shape, Path target) {
            this.shape = shape;
            this.target = target;
        }

        void write(InputRecord record) throws IOException {
            if (rows.isEmpty()) {
                writer = Optional.of(new AtomicFileWriter(target));
                rows = Optional.of(shape.openFailedRows(writer.get().writer()));
            }
            rows.get().write(record);
        }

        Optional<Path> commit() throws IOException {
            if (rows.isEmpty()) {
                Files.deleteIfExists(target);
                return Optional.empty();
            }
            rows.get().flush();
            writer.get().commit();
            return Optional.of(target);
        }

        @Override
        public void close() throws IOException {
            if (writer.isPresent()) {
                writer.get().close();
            }
        }
    }
}
