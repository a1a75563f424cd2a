package dev.linqroutes.files.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decodes cells that were encoded as UTF-8 twice: a program read UTF-8 as Windows-1252 and wrote it as UTF-8, which makes
 * {@code MÃ¼ller} of {@code Müller}. False positives are unlikely: no language has these sequences. For parts of a text, and
 * for other encodings, see {@code Mojibake} in files.template.
 */
final class DoubleEncoding {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** A result with mixed scripts is a false positive, such as from {@code NEDOSTUPNÝ} followed by a no-break space. */
    private static final Pattern MIXED_SCRIPTS =
            Pattern.compile("\\p{IsLatin}[\\p{L}&&[^\\p{IsLatin}]]|[\\p{L}&&[^\\p{IsLatin}]]\\p{IsLatin}");

    private DoubleEncoding() {}

    /** The original cell; empty where it was not encoded twice. */
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
        // Bytes that Windows-1252 does not define are passed through by most programs.
        if (c <= '\u009F') {
            return Optional.of((byte) c);
        }
        byte[] bytes = String.valueOf(c).getBytes(WINDOWS_1252);
        return bytes[0] == '?' ? Optional.empty() : Optional.of(bytes[0]);
    }
}
