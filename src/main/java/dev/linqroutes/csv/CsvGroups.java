package dev.linqroutes.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads groups from CSV files: UTF-8, separated by comma, semicolon or tab, the first row naming the columns. A file is
 * read twice, so that one that breaks off in the middle is refused as a whole.
 */
public final class CsvGroups {
    private static final int LARGEST_ROW = 16 * 1024 * 1024;
    private static final String SEPARATORS = ",;\t";

    /**
     * The file's rows as commands.
     *
     * @return closeable; to be closed when done
     * @throws UnreadableFile when it cannot be read to its end, or has no rows
     */
    public Iterator<List<Received>> chunks(File file) throws IOException {
        TextFile text = TextFile.check(file.toPath(), "in Excel save it as \"CSV UTF-8\"");
        try (BufferedReader quoted = text.open()) {
            Quotes.requireClosed(text.name(), quoted, separator(text));
        }
        try (Rows rows = new Rows(text)) {
            if (!rows.hasNext()) {
                throw new UnreadableFile(text.name() + ": has no row under the header; each row must be a group");
            }
            rows.forEachRemaining(row -> {});
        } catch (CsvParseException e) {
            throw new UnreadableFile(text.name() + " " + reason(e));
        }
        Rows rows = new Rows(text);
        return new Chunks(rows, rows);
    }

    /** {@code line 3: …} */
    private static String reason(CsvParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return e.getMessage().replace("Exception when reading record that started in line", "line") + ": "
                + cause.getMessage();
    }

    /** The one that stands most often in the first line, outside quotes. */
    private static char separator(TextFile text) throws IOException {
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        try (BufferedReader reader = text.open()) {
            for (int c = reader.read(); c >= 0 && (quoted || c != '\n'); c = reader.read()) {
                quoted ^= c == '"';
                int separator = SEPARATORS.indexOf(c);
                if (separator >= 0 && !quoted) {
                    counts[separator]++;
                }
            }
        }
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return SEPARATORS.charAt(most);
    }

    private static final class Rows implements Iterator<Received>, Closeable {
        private final TextFile text;
        private final CsvReader<CsvRecord> reader;
        private final Iterator<CsvRecord> records;
        private final CsvHeader header;
        private long row = 1;
        private CsvRecord ahead;

        Rows(TextFile text) throws IOException {
            this.text = text;
            reader = CsvReader.builder()
                    .fieldSeparator(separator(text))
                    .skipEmptyLines(false)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .maxBufferSize(LARGEST_ROW)
                    .build(
                            CsvRecordHandler.builder()
                                    .maxFieldSize(LARGEST_ROW)
                                    .maxRecordSize(LARGEST_ROW)
                                    .build(),
                            text.open());
            records = reader.iterator();
            if (!records.hasNext()) {
                reader.close();
                throw new UnreadableFile(text.name() + ": is empty; the first row must name the columns");
            }
            header = CsvHeader.of(text.name(), records.next().getFields());
        }

        @Override
        public boolean hasNext() {
            while (ahead == null && records.hasNext()) {
                CsvRecord record = records.next();
                row++;
                if (record.getFields().stream().anyMatch(cell -> !cell.isBlank())) {
                    ahead = record;
                }
            }
            return ahead != null;
        }

        @Override
        public Received next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            CsvRecord record = ahead;
            ahead = null;
            return CsvRow.received(new Source.File(text.name(), text.sha256(), row), header, record.getFields());
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
