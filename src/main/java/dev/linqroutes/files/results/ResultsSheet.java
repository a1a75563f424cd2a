package dev.linqroutes.files.results;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.linqroutes.files.csv.CsvOutput;
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
 * Writes the results of a batch for spreadsheet users: a sheet of all rows with their results, and a file of the failed rows in
 * the format of the input, to be corrected and dropped again. Needs the memory of one row.
 */
public final class ResultsSheet {
    /** Statuses of commands that Linq did not accept. */
    private static final Set<String> FAILED_STATUSES =
            Set.of("failed", "refused", "expired", "cancelled", "duplicate", "unknown");

    /**
     * The result of writing.
     *
     * @param commandsByStatus number of commands of each status
     * @param failedFile the file of failed rows; empty when no row failed
     */
    public record SheetSummary(Map<String, Long> commandsByStatus, Optional<Path> failedFile) {
        public SheetSummary {
            commandsByStatus = Map.copyOf(commandsByStatus);
        }
    }

    /**
     * Writes both files. A file gets its name when it is complete and replaces an existing one; an existing file of failed rows
     * is deleted when no row failed.
     *
     * @param results in ascending order of the row
     * @param sheet of all rows: UTF-8 with byte order mark, semicolon or comma, line ends CR LF
     * @param failed of the failed rows, without partly done ones, which would be done twice: CSV in the same encoding with the
     *     separator of the input, or the unchanged JSONL lines
     * @throws IOException when the input cannot be read or a file cannot be written; no incomplete file is left
     */
    public SheetSummary write(BatchFile file, Iterator<RowResult> results, Path sheet, Path failed) throws IOException {
        try (BatchFile.InputRecords records = file.records()) {
            return write(records, results, sheet, failed);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** As {@link #write(BatchFile, Iterator, Path, Path)}; may also throw {@link UncheckedIOException}. */
    public static SheetSummary write(
            BatchFile.InputRecords records, Iterator<RowResult> results, Path sheet, Path failed) throws IOException {
        ResultsFormat format = ResultsFormat.forRecords(records);
        RowResultCursor cursor = new RowResultCursor(results);
        Map<String, Long> commands = new TreeMap<>();
        long lastCommand = 0;
        try (AtomicFileWriter sheetFile = new AtomicFileWriter(sheet);
                FailedRowsFile failedFile = new FailedRowsFile(format, failed)) {
            CsvWriter csv = CsvOutput.open(sheetFile.writer(), format.separator());
            csv.writeRecord(format.header());
            while (records.hasNext()) {
                InputRecord record = records.next();
                if (record.commandRow() == 0) {
                    continue;
                }
                RowResult result = cursor.advanceTo(record.commandRow());
                csv.writeRecord(format.row(record, result));
                if (FAILED_STATUSES.contains(result.status()) && !result.partiallyDone()) {
                    failedFile.write(record);
                }
                if (record.commandRow() != lastCommand) {
                    commands.merge(result.status(), 1L, Long::sum);
                    lastCommand = record.commandRow();
                }
            }
            csv.flush();
            // Committed first: whoever finds the results file also finds the failed rows.
            Optional<Path> written = failedFile.commit();
            sheetFile.commit();
            return new SheetSummary(commands, written);
        }
    }

    /** Creates the file with the first row. */
    private static final class FailedRowsFile implements Closeable {
        private final ResultsFormat format;
        private final Path target;
        private Optional<AtomicFileWriter> writer = Optional.empty();
        private Optional<ResultsFormat.FailedRowsWriter> rows = Optional.empty();

        FailedRowsFile(ResultsFormat format, Path target) {
            this.format = format;
            this.target = target;
        }

        void write(InputRecord record) throws IOException {
            if (rows.isEmpty()) {
                writer = Optional.of(new AtomicFileWriter(target));
                rows = Optional.of(format.openFailedRows(writer.get().writer()));
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
