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

/** The cells of a file with bytes that ASCII has not: all that tells its encoding. */
final class NonAsciiCells {
    /** Some thousand cells; whoever wrote these wrote the others. */
    private static final int MAX_BYTES = 65_536;

    /** Between cells; no second byte of a character of two is one of these. */
    private static final String SEPARATORS = ",;\t\r\n\"";

    private static final Pattern SPACE = Pattern.compile("[\\s\u00A0]+");

    private final byte[] bytes;

    private NonAsciiCells(byte[] cells) {
        this.bytes = cells;
    }

    static NonAsciiCells read(Path file) throws IOException {
        ByteArrayOutputStream cells = new ByteArrayOutputStream();
        ByteArrayOutputStream cell = new ByteArrayOutputStream();
        boolean beyond = false;
        try (InputStream in = new BufferedInputStream(RegularFile.open(file))) {
            int c = 0;
            while (c >= 0 && cells.size() < MAX_BYTES) {
                c = in.read();
                if (c < 0 || SEPARATORS.indexOf(c) >= 0 || cell.size() == MAX_BYTES) {
                    if (beyond) {
                        cell.write('\n');
                        cell.writeTo(cells);
                    }
                    beyond = false;
                    cell.reset();
                } else {
                    cell.write(c);
                    beyond |= c > 127;
                }
            }
        }
        return new NonAsciiCells(cells.toByteArray());
    }

    /** Each in a line. */
    byte[] bytes() {
        return bytes;
    }

    /** The same as text. */
    List<String> decodeCells(Charset charset) {
        return new String(bytes, charset).lines().toList();
    }

    /** The words among them with such bytes. */
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
