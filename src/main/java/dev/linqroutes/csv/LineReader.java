package dev.linqroutes.csv;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Cuts a text into lines; keeps no more of a line than may be used. */
final class LineReader implements Closeable {
    private static final int BUFFER = 65_536;

    /**
     * A line.
     *
     * @param number counted from 1
     * @param text only its beginning where it is too long
     * @param length in characters
     */
    record Line(long number, String text, long length) {
        boolean isTooLong() {
            return length > TooLong.LONGEST;
        }

        boolean isBlank() {
            return !isTooLong() && text.isBlank();
        }
    }

    private final TextReader text;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int limit;
    private long number;

    LineReader(TextFile file) throws IOException {
        text = file.open();
    }

    /** The next line that is not blank; empty at the end. */
    Optional<Line> nextVisible() throws IOException {
        Optional<Line> line = next();
        while (line.isPresent() && line.get().isBlank()) {
            line = next();
        }
        return line;
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        if (!has()) {
            return Optional.empty();
        }
        number++;
        StringBuilder line = new StringBuilder();
        long length = 0;
        while (has() && !isEnd(buffer[at])) {
            int begin = at;
            while (at < limit && !isEnd(buffer[at])) {
                at++;
            }
            length += at - begin;
            line.append(buffer, begin, Math.min(at - begin, TooLong.LONGEST - line.length()));
        }
        skipEnd();
        return Optional.of(new Line(number, line.toString(), length));
    }

    private void skipEnd() throws IOException {
        if (has() && buffer[at++] == '\r' && has() && buffer[at] == '\n') {
            at++;
        }
    }

    private static boolean isEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private boolean has() throws IOException {
        if (at == limit && limit >= 0) {
            limit = text.read(buffer);
            at = 0;
        }
        return at < limit;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
