package dev.linqroutes.csv;

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
    static final int KEPT = 400;

    private static final int MOST_KEPT = 1_001;
    private static final int BUFFER = 65_536;

    private final String file;
    private final TextReader text;
    private final char separator;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int limit;
    private boolean ended;
    private long line = 1;
    private long row;
    private List<String> cells = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private long length;

    CsvParser(TextFile file, Separator separator) throws IOException {
        this.file = file.name();
        this.text = file.open();
        this.separator = separator.character();
        if (separator.isNamed()) {
            // The spreadsheet that wrote this line does not show it.
            next();
            row = 0;
        }
    }

    /**
     * The next row; empty at the end.
     *
     * @throws UnreadableFile when quotes leave open where cells end
     */
    Optional<RawRow> next() throws IOException {
        if (!has()) {
            return Optional.empty();
        }
        row++;
        cells = new ArrayList<>();
        length = 0;
        boolean more = true;
        while (more) {
            more = cell();
            if (!isTooLong() || cells.size() < MOST_KEPT) {
                cells.add(cell.toString());
            }
            cell.setLength(0);
        }
        return Optional.of(new RawRow(row, cells, length));
    }

    /** The next row that is not blank; empty at the end. */
    Optional<RawRow> nextVisible() throws IOException {
        return nextBut(RawRow::isBlank);
    }

    /** The next row but those that are empty; empty at the end. */
    Optional<RawRow> nextBut(Predicate<RawRow> isEmpty) throws IOException {
        Optional<RawRow> next = next();
        while (next.isPresent() && isEmpty.test(next.get())) {
            next = next();
        }
        return next;
    }

    /** Number of the row that was read last. */
    long row() {
        return row;
    }

    /** Reads a cell and what ends it; whether another follows in the row. */
    private boolean cell() throws IOException {
        if (has() && buffer[at] == '"') {
            quoted();
        } else {
            unquoted();
        }
        return end();
    }

    private boolean end() throws IOException {
        if (!has()) {
            return false;
        }
        char c = buffer[at++];
        if (c == separator) {
            grown(1);
            return true;
        }
        line++;
        if (c == '\r' && has() && buffer[at] == '\n') {
            at++;
        }
        return false;
    }

    private void unquoted() throws IOException {
        while (has()) {
            int begin = at;
            while (at < limit && !endsCell(buffer[at])) {
                at++;
            }
            append(begin);
            if (at < limit) {
                return;
            }
        }
    }

    private boolean endsCell(char c) {
        return c == separator || c == '\n' || c == '\r';
    }

    private void quoted() throws IOException {
        long openedAt = line;
        at++;
        while (has()) {
            int begin = at;
            while (at < limit && buffer[at] != '"') {
                boolean ofPair = buffer[at] == '\n' && at > 0 && buffer[at - 1] == '\r';
                line += !ofPair && (buffer[at] == '\n' || buffer[at] == '\r') ? 1 : 0;
                at++;
            }
            append(begin);
            if (at < limit) {
                at++;
                if (!has() || buffer[at] != '"') {
                    requireEnd(openedAt);
                    return;
                }
                append(at++);
            }
        }
        throw new UnreadableFile(
                place(openedAt) + ": the quote that opens this cell is never closed; close or remove it");
    }

    private void requireEnd(long openedAt) throws IOException {
        while (has() && buffer[at] == ' ') {
            at++;
        }
        if (has() && !endsCell(buffer[at])) {
            throw new UnreadableFile(place(openedAt) + ": there is text behind the closing quote, in line " + line
                    + "; double each quote that belongs to the text");
        }
    }

    private String place(long openedAt) {
        return file + " row " + row + ", column " + (cells.size() + 1) + " (line " + openedAt + ")";
    }

    private void append(int begin) {
        grown(at - begin);
        int kept = isTooLong() ? Math.min(at - begin, Math.max(0, KEPT - cell.length())) : at - begin;
        cell.append(buffer, begin, kept);
    }

    private void grown(int by) {
        boolean wasTooLong = isTooLong();
        length += by;
        if (isTooLong() && !wasTooLong) {
            cell.setLength(Math.min(cell.length(), KEPT));
            cells = new ArrayList<>(cells.subList(0, Math.min(cells.size(), MOST_KEPT)));
            cells.replaceAll(each -> each.substring(0, Math.min(each.length(), KEPT)));
        }
    }

    private boolean isTooLong() {
        return length > TooLong.LONGEST;
    }

    /** Whether there is another character; it is then in the buffer. */
    private boolean has() throws IOException {
        if (at < limit) {
            return true;
        }
        if (ended) {
            return false;
        }
        int read = text.read(buffer);
        ended = read < 0;
        at = 0;
        limit = Math.max(read, 0);
        return !ended;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
