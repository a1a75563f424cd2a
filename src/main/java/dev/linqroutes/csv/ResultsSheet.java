package dev.linqroutes.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.linqroutes.ledger.RowResult;
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
    private static final Set<String> FAILED =
            Set.of("failed", "refused", "expired", "cancelled", "duplicate", "unknown");

    /**
     * What was written.
     *
     * @param commands how many there are of each status
     * @param failed the file of those that failed; empty when none did
     */
    public record Counts(Map<String, Long> commands, Optional<Path> failed) {
        public Counts {
            commands = Map.copyOf(commands);
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
    public Counts write(BatchFile file, Iterator<RowResult> results, Path sheet, Path failed) throws IOException {
        try (BatchFile.Records records = file.records()) {
            return write(records, results, sheet, failed);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** As above; throws {@link UncheckedIOException}, too. */
    static Counts write(BatchFile.Records records, Iterator<RowResult> results, Path sheet, Path failed)
            throws IOException {
        SheetShape shape = SheetShape.of(records);
        ResultsByRow byRow = new ResultsByRow(results);
        Map<String, Long> commands = new TreeMap<>();
        long lastCommand = 0;
        try (PartFile part = new PartFile(sheet);
                FailedFile failedFile = new FailedFile(shape, failed)) {
            CsvWriter csv = SheetShape.csv(part.writer(), shape.separator());
            csv.writeRecord(shape.header());
            while (records.hasNext()) {
                InputRecord record = records.next();
                if (record.commandRow() == 0) {
                    continue;
                }
                RowResult result = byRow.of(record.commandRow());
                csv.writeRecord(shape.row(record, result));
                if (FAILED.contains(result.status()) && !result.begun()) {
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
            return new Counts(commands, written);
        }
    }

    /** Is there only if a row is written to it. */
    private static final class FailedFile implements Closeable {
        private final SheetShape shape;
        private final Path target;
        private Optional<PartFile> part = Optional.empty();
        private Optional<SheetShape.FailedRows> rows = Optional.empty();

        FailedFile(SheetShape shape, Path target) {
            this.shape = shape;
            this.target = target;
        }

        void write(InputRecord record) throws IOException {
            if (rows.isEmpty()) {
                part = Optional.of(new PartFile(target));
                rows = Optional.of(shape.failedRows(part.get().writer()));
            }
            rows.get().write(record);
        }

        Optional<Path> commit() throws IOException {
            if (rows.isEmpty()) {
                Files.deleteIfExists(target);
                return Optional.empty();
            }
            rows.get().flush();
            part.get().commit();
            return Optional.of(target);
        }

        @Override
        public void close() throws IOException {
            if (part.isPresent()) {
                part.get().close();
            }
        }
    }
}
