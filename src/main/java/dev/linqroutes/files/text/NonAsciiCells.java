package dev.linqroutes.files.text;

import dev.linqroutes.files.io.RegularFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The cells of a file that contain non-ASCII bytes, from which its encoding is detected. */
final class NonAsciiCells {
    /** Some thousand cells, enough for the detection. */
    private static final int MAX_BYTES = 65_536;

    /** None of these is the second byte of a two-byte character. */
    private static final String SEPARATORS = ",;\t\r\n\"";

    private static final Pattern SPACE = Pattern.compile("[\\s\u00A0]+");

    private final byte[] bytes;

    private NonAsciiCells(byte[] cells) {
        this.bytes = cells;
    }

    static NonAsciiCells read(Path file) throws IOException {
        ByteArrayOutputStream cells = new ByteArrayOutputStream();
        ByteArrayOutputStream cell = new ByteArrayOutputStream();
        boolean hasNonAscii = false;
        try (InputStream in = new BufferedInputStream(RegularFile.open(file))) {
            int c = 0;
            while (c >= 0 && cells.size() < MAX_BYTES) {
                c = in.read();
                if (c < 0 || SEPARATORS.indexOf(c) >= 0 || cell.size() == MAX_BYTES) {
                    if (hasNonAscii) {
                        cell.write('\n');
                        cell.writeTo(cells);
                    }
                    hasNonAscii = false;
                    cell.reset();
                } else {
                    cell.write(c);
                    hasNonAscii |= c > 127;
                }
            }
        }
        return new NonAsciiCells(cells.toByteArray());
    }

    /** One cell per line. */
    byte[] bytes() {
        return bytes;
    }

    /** The cells as text. */
    List<String> decodeCells(Charset charset) {
        return new String(bytes, charset).lines().toList();
    }

    /** The words with non-ASCII characters. */
    List<String> decodeWords(Charset charset) {
        List<String> words = new ArrayList<>();
        for (String word : SPACE.split(new String(bytes, charset))) {
            if (word.chars().anyMatch(c -> c > 127)) {
                words.add(word);
            }
        }
        return words;
    }
}
