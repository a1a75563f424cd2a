package dev.linqroutes.files.csv;

import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.OversizedRow;
import dev.linqroutes.files.text.TextFile;
import dev.linqroutes.files.text.TextFileReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Cuts a text into rows and cells (RFC 4180, and any line ends). Of a row that is longer than any command only the
 * beginnings of its cells are kept, so that no row takes more memory than that.
 */
final class CsvParser implements Closeable {
    /** Of each cell of a row that is too long. No identifier is longer. */
    static final int KEPT_CELL_LENGTH = 400;

    private static final int MAX_KEPT_CELLS = 1_001;
    private static final int BUFFER_SIZE = 65_536;

    private final String file;
    private final TextFileReader text;
    private final char separator;
    private final char[] buffer = new char[BUFFER_SIZE];
    private int position;
    private int limit;
    private boolean ended;
    private long line = 1;
    private long rowNumber;
    private List<String> cells = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private long length;

    CsvParser(TextFile file, CellSeparator separator) throws IOException {
        this.file = file.name();
        this.text = file.open();
        this.separator = separator.character();
        if (separator.isDeclared()) {
            // The spreadsheet that wrote this line does not show it.
            next();
            rowNumber = 0;
        }
    }

    /**
     * The next row; empty at the end.
     *
     * @throws UnreadableFile when quotes leave open where cells end
     */
    Optional<CsvRow> next() throws IOException {
        if (!fillBuffer()) {
            return Optional.empty();
        }
        rowNumber++;
        cells = new ArrayList<>();
        length = 0;
        boolean more = true;
        while (more) {
            more = readCell();
            if (!isTooLong() || cells.size() < MAX_KEPT_CELLS) {
                cells.add(cell.toString());
            }
            cell.setLength(0);
        }
        return Optional.of(new CsvRow(rowNumber, cells, length));
    }

    /** The next row that is not blank; empty at the end. */
    Optional<CsvRow> nextNonBlank() throws IOException {
        return nextSkipping(CsvRow::isBlank);
    }

    /** The next row but those that are empty; empty at the end. */
    Optional<CsvRow> nextSkipping(Predicate<CsvRow> isEmpty) throws IOException {
        Optional<CsvRow> next = next();
        while (next.isPresent() && isEmpty.test(next.get())) {
            next = next();
        }
        return next;
    }

    /** Number of the row that was read last. */
    long rowNumber() {
        return rowNumber;
    }

    /** Reads a cell and what ends it; whether another follows in the row. */
    private boolean readCell() throws IOException {
        if (fillBuffer() && buffer[position] == '"') {
            readQuoted();
        } else {
            readUnquoted();
        }
        return readCellEnd();
    }

    private boolean readCellEnd() throws IOException {
        if (!fillBuffer()) {
            return false;
        }
        char c = buffer[position++];
        if (c == separator) {
            addLength(1);
            return true;
        }
        line++;
        if (c == '\r' && fillBuffer() && buffer[position] == '\n') {
            position++;
        }
        return false;
    }

    private void readUnquoted() throws IOException {
        while (fillBuffer()) {
            int begin = position;
            while (position < limit && !endsCell(buffer[position])) {
                position++;
            }
            append(begin);
            if (position < limit) {
                return;
            }
        }
    }

    private boolean endsCell(char c) {
        return c == separator || c == '\n' || c == '\r';
    }

    private void readQuoted() throws IOException {
        long openedAt = line;
        position++;
        while (fillBuffer()) {
            int begin = position;
            while (position < limit && buffer[position] != '"') {
                boolean ofPair = buffer[position] == '\n' && position > 0 && buffer[position - 1] == '\r';
                line += !ofPair && (buffer[position] == '\n' || buffer[position] == '\r') ? 1 : 0;
                position++;
            }
            append(begin);
            if (position < limit) {
                position++;
                if (!fillBuffer() || buffer[position] != '"') {
                    requireCellEnd(openedAt);
                    return;
                }
                append(position++);
            }
        }
        throw new UnreadableFile(
                describePosition(openedAt) + ": the quote that opens this cell is never closed; close or remove it");
    }

    private void requireCellEnd(long openedAt) throws IOException {
        while (fillBuffer() && buffer[position] == ' ') {
            position++;
        }
        if (fillBuffer() && !endsCell(buffer[position])) {
            throw new UnreadableFile(describePosition(openedAt) + ": there is text behind the closing quote, in line "
                    + line + "; double each quote that belongs to the text");
        }
    }

    private String describePosition(long openedAt) {
        return file + " row " + rowNumber + ", column " + (cells.size() + 1) + " (line " + openedAt + ")";
    }

    private void append(int begin) {
        addLength(position - begin);
        int kept = isTooLong()
                ? Math.min(position - begin, Math.max(0, KEPT_CELL_LENGTH - cell.length()))
                : position - begin;
        cell.append(buffer, begin, kept);
    }

    private void addLength(int by) {
        boolean wasTooLong = isTooLong();
        length += by;
        if (isTooLong() && !wasTooLong) {
            cell.setLength(Math.min(cell.length(), KEPT_CELL_LENGTH));
            cells = new ArrayList<>(cells.subList(0, Math.min(cells.size(), MAX_KEPT_CELLS)));
            cells.replaceAll(each -> each.substring(0, Math.min(each.length(), KEPT_CELL_LENGTH)));
        }
    }

    private boolean isTooLong() {
        return length > OversizedRow.MAX_LENGTH;
    }

    /** Whether there is another character; it is then in the buffer. */
    private boolean fillBuffer() throws IOException {
        if (position < limit) {
            return true;
        }
        if (ended) {
            return false;
        }
        int read = text.read(buffer);
        ended = read < 0;
        position = 0;
        limit = Math.max(read, 0);
        return !ended;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
