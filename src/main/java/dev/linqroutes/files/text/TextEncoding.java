package dev.linqroutes.files.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The encoding of a text file.
 *
 * @param hasByteOrderMark whether the file starts with a byte order mark, which is not part of the text
 */
public record TextEncoding(Charset charset, boolean hasByteOrderMark) {
    static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final List<byte[]> BYTE_ORDER_MARKS = Stream.of(
                    StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
            .map(String.valueOf(BYTE_ORDER_MARK)::getBytes)
            .toList();

    /** Whether the bytes start with a byte order mark of UTF-8 or UTF-16. */
    static boolean startsWithByteOrderMark(byte[] head) {
        return BYTE_ORDER_MARKS.stream()
                .anyMatch(mark ->
                        head.length >= mark.length && Arrays.equals(mark, 0, mark.length, head, 0, mark.length));
    }

    /** For a person. */
    public String describe() {
        return charset.name() + (hasByteOrderMark ? " with byte order mark" : "");
    }
}
