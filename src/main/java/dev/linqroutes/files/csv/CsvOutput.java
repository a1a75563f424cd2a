package dev.linqroutes.files.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.Writer;

/** Opens CSV files for writing, in the form that Excel and this program read without guessing. */
public final class CsvOutput {
    /** Quotes every cell that contains any separator, so that programs that guess the separator guess right. */
    private static final QuoteStrategy QUOTE_ANY_SEPARATOR = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            return value.chars().anyMatch(CellSeparator::isSeparator);
        }
    };

    private CsvOutput() {}

    /** Starts with a byte order mark: without it Excel reads the file in the code page of the machine. */
    public static CsvWriter open(Writer file, char separator) throws IOException {
        file.write('\uFEFF');
        return CsvWriter.builder()
                .fieldSeparator(separator)
                .quoteStrategy(QUOTE_ANY_SEPARATOR)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(file);
    }
}
