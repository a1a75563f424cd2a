package dev.linqroutes.csv;

import java.io.IOException;
import java.io.Reader;

/** Finds a quote that is never closed: a parser takes everything behind it as one cell, and rows are gone. */
final class Quotes {
    private Quotes() {}

    /** @throws UnreadableFile when the text ends inside a quoted cell */
    static void requireClosed(String file, Reader text, char separator) throws IOException {
        boolean quoted = false;
        boolean cellBegins = true;
        long line = 1;
        long openedAt = 0;
        for (int c = text.read(); c >= 0; c = text.read()) {
            line += c == '\n' ? 1 : 0;
            if (quoted) {
                // A doubled quote closes and opens again, which comes to the same.
                quoted = c != '"';
                cellBegins = c == '"';
            } else if (c == '"' && cellBegins) {
                quoted = true;
                openedAt = line;
            } else {
                cellBegins = c == separator || c == '\n' || c == '\r';
            }
        }
        if (quoted) {
            throw new UnreadableFile(file + " line " + openedAt
                    + ": the quote that opens a cell here is never closed; close or remove it");
        }
    }
}
