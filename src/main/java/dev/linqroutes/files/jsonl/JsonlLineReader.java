package dev.linqroutes.files.jsonl;

import dev.linqroutes.files.rows.OversizedRow;
import dev.linqroutes.files.text.TextFile;
import dev.linqroutes.files.text.TextFileReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Splits a text into lines. Keeps at most the maximum length of a line in memory. */
final class JsonlLineReader implements Closeable {
    private static final int BUFFER_SIZE = 65_536;

    /**
     * A line.
     *
     * @param number counted from 1
     * @param text of a line that is too long, only its first characters
     * @param length in characters
     */
    record Line(long number, String text, long length) {
        boolean isTooLong() {
            return length > OversizedRow.MAX_LENGTH;
        }

        boolean isBlank() {
            return !isTooLong() && text.isBlank();
        }
    }

    private final TextFileReader text;
    private final char[] buffer = new char[BUFFER_SIZE];
    private int position;
    private int limit;
    private long lineNumber;

    JsonlLineReader(TextFile file) throws IOException {
        text = file.open();
    }

    /** The next line that is not blank; empty at the end. */
    Optional<Line> nextNonBlank() throws IOException {
        Optional<Line> line = next();
        while (line.isPresent() && line.get().isBlank()) {
            line = next();
        }
        return line;
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        if (!fillBuffer()) {
            return Optional.empty();
        }
        lineNumber++;
        StringBuilder line = new StringBuilder();
        long length = 0;
        while (fillBuffer() && !isLineEnd(buffer[position])) {
            int start = position;
            while (position < limit && !isLineEnd(buffer[position])) {
                position++;
            }
            length += position - start;
            line.append(buffer, start, Math.min(position - start, OversizedRow.MAX_LENGTH - line.length()));
        }
        skipLineEnd();
        return Optional.of(new Line(lineNumber, line.toString(), length));
    }

    private void skipLineEnd() throws IOException {
        if (fillBuffer() && buffer[position++] == '\r' && fillBuffer() && buffer[position] == '\n') {
            position++;
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private boolean fillBuffer() throws IOException {
        if (position == limit && limit >= 0) {
            limit = text.read(buffer);
            position = 0;
        }
        return position < limit;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
