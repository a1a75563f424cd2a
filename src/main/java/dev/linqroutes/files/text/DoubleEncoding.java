package dev.linqroutes.files.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds text in UTF-8 that a program took for Windows-1252 and encoded once more, {@code MÃ¼ller} for {@code Müller}. Hardly by
 * chance: no language has these characters side by side.
 */
final class DoubleEncoding {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Nobody writes so: the cell was what it is, such as {@code NEDOSTUPNÝ} with a no-break space behind it. */
    private static final Pattern MIXED_SCRIPTS =
            Pattern.compile("\\p{IsLatin}[\\p{L}&&[^\\p{IsLatin}]]|[\\p{L}&&[^\\p{IsLatin}]]\\p{IsLatin}");

    private DoubleEncoding() {}

    /** What a cell was before; empty where it is not encoded twice. */
    static Optional<String> undo(String cell) {
        ByteBuffer bytes = ByteBuffer.allocate(cell.length());
        for (int i = 0; i < cell.length(); i++) {
            Optional<Byte> single = toByte(cell.charAt(i));
            if (single.isEmpty()) {
                return Optional.empty();
            }
            bytes.put(single.get());
        }
        try {
            String before =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return Optional.of(before)
                    .filter(text -> text.length() < cell.length())
                    .filter(text -> !MIXED_SCRIPTS.matcher(text).find());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Byte> toByte(char c) {
        // What that encoding leaves free is kept as it is by most programs.
        if (c <= '\u009F') {
            return Optional.of((byte) c);
        }
        byte[] bytes = String.valueOf(c).getBytes(WINDOWS_1252);
        return bytes[0] == '?' ? Optional.empty() : Optional.of(bytes[0]);
    }
}
