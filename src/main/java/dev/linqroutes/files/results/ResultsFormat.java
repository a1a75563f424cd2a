package dev.linqroutes.files.results;

import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.ledger.batch.RowResult;
import java.io.IOException;
import java.io.Writer;

/** The format of the results sheet, and of the file of failed rows. */
sealed interface ResultsFormat permits CsvResultsFormat, JsonlResultsFormat {
    static ResultsFormat forRecords(BatchFile.InputRecords records) {
        return records.header().isEmpty()
                ? new JsonlResultsFormat()
                : new CsvResultsFormat(records.header(), records.separator());
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
