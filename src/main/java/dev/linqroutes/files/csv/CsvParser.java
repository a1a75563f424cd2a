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
 * Splits a text into rows and cells (RFC 4180, with any line ends). Of a row that exceeds the maximum length only the start of
 * each cell is kept, which limits the memory per row.
 */
final class CsvParser implements Closeable {
    /** Characters kept of each cell of a row that is too long. No identifier is longer. */
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
            // Spreadsheets do not show this line, so it does not count as a row.
            next();
            rowNumber = 0;
        }
    }

    /**
     * The next row; empty at the end.
     *
     * @throws UnreadableFile when the quotes are ambiguous
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

    /** The next row that is not empty by this test; empty at the end. */
    Optional<CsvRow> nextSkipping(Predicate<CsvRow> isEmpty) throws IOException {
        Optional<CsvRow> next = next();
        while (next.isPresent() && isEmpty.test(next.get())) {
            next = next();
        }
        return next;
    }

    /** Number of the last row that was read. */
    long rowNumber() {
        return rowNumber;
    }

    /** Reads a cell and its separator; returns whether another cell follows in the row. */
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
            int start = position;
            while (position < limit && !endsCell(buffer[position])) {
                position++;
            }
            append(start);
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
            int start = position;
            while (position < limit && buffer[position] != '"') {
                boolean isAfterCr = buffer[position] == '\n' && position > 0 && buffer[position - 1] == '\r';
                line += !isAfterCr && (buffer[position] == '\n' || buffer[position] == '\r') ? 1 : 0;
                position++;
            }
            append(start);
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
            throw new UnreadableFile(describePosition(openedAt) + ": there is text after the closing quote, in line "
                    + line + "; double each quote that belongs to the text");
        }
    }

    private String describePosition(long openedAt) {
        return file + " row " + rowNumber + ", column " + (cells.size() + 1) + " (line " + openedAt + ")";
    }

    private void append(int start) {
        addLength(position - start);
        int kept = isTooLong()
                ? Math.min(position - start, Math.max(0, KEPT_CELL_LENGTH - cell.length()))
                : position - start;
        cell.append(buffer, start, kept);
    }

    private void addLength(int added) {
        boolean wasTooLong = isTooLong();
        length += added;
        if (isTooLong() && !wasTooLong) {
            cell.setLength(Math.min(cell.length(), KEPT_CELL_LENGTH));
            cells = new ArrayList<>(cells.subList(0, Math.min(cells.size(), MAX_KEPT_CELLS)));
            cells.replaceAll(each -> each.substring(0, Math.min(each.length(), KEPT_CELL_LENGTH)));
        }
    }

    private boolean isTooLong() {
        return length > OversizedRow.MAX_LENGTH;
    }

    /** Returns whether there is another character, and has it in the buffer. */
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
