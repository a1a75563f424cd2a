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

/** How the records of a batch stand in its results sheet, and in the file of those that failed. */
sealed interface ResultsFormat permits CsvResultsFormat, JsonlResultsFormat {
    /** Whoever looks for the separator must not find that of another in a cell. */
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

    /** Begins with a byte order mark: without it Excel reads the file in the code page of the machine. */
    static CsvWriter openCsv(Writer file, char separator) throws IOException {
        file.write('\uFEFF');
        return CsvWriter.builder()
                .fieldSeparator(separator)
                .quoteStrategy(QUOTE_ANY_SEPARATOR)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(file);
    }

    /** Of the results sheet. */
    char separator();

    /** Names of the columns of the results sheet. */
    String[] header();

    /** A row of the results sheet. The array is used again for the next. */
    String[] row(InputRecord record, RowResult result);

    /** Begins a file of records as they stood in the input. */
    FailedRowsWriter openFailedRows(Writer file) throws IOException;

    /** To be flushed in the end. */
    interface FailedRowsWriter {
        void write(InputRecord record) throws IOException;

        void flush() throws IOException;
    }
}
