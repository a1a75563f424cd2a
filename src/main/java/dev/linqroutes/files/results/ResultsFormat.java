package dev.linqroutes.files.results;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.linqroutes.files.csv.CellSeparator;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.ledger.batch.RowResult;
import java.io.IOException;
import java.io.Writer;

/** The format of the results sheet, and of the file of failed rows. */
sealed interface ResultsFormat permits CsvResultsFormat, JsonlResultsFormat {
    /** Quotes every cell that contains any separator, so that programs that guess the separator guess right. */
    QuoteStrategy QUOTE_ANY_SEPARATOR = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            return value.chars().anyMatch(CellSeparator::isSeparator);
        }
    };

    static ResultsFormat forRecords(BatchFile.InputRecords records) {
        return records.header().isEmpty()
                ? new JsonlResultsFormat()
                : new CsvResultsFormat(records.header(), records.separator());
    }

    /** Starts with a byte order mark: without it Excel reads the file in the code page of the machine. */
    static CsvWriter openCsv(Writer file, char separator) throws IOException {
        file.write('\uFEFF');
        return CsvWriter.builder()
                .fieldSeparator(separator)
                .quoteStrategy(QUOTE_ANY_SEPARATOR)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(file);
    }

    /** The separator of the results sheet. */
    char separator();

    /** The column names of the results sheet. */
    String[] header();

    /** A row of the results sheet. The next call reuses the array. */
    String[] row(InputRecord record, RowResult result);

    /** Starts the file of failed rows, which contains records of the input unchanged. */
    FailedRowsWriter openFailedRows(Writer file) throws IOException;

    /** The caller flushes it at the end. */
    interface FailedRowsWriter {
        void write(InputRecord record) throws IOException;

        void flush() throws IOException;
    }
}
