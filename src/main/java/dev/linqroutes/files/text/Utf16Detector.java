package dev.linqroutes.files.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Recognizes UTF-16 by its byte order mark, or by zero bytes between the letters of the first line. */
public final class Utf16Detector {
    private static final int MAX_BYTES = 1_024;

    private Utf16Detector() {}

    public static Optional<Charset> detect(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (head.length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        int[] zeros = new int[2];
        int pairs = 0;
        for (int i = 0; i + 1 < Math.min(MAX_BYTES, head.length) && !isLineEnd(head[i], head[i + 1]); i += 2) {
            zeros[0] += head[i] == 0 ? 1 : 0;
            zeros[1] += head[i + 1] == 0 ? 1 : 0;
            pairs++;
        }
        if (zeros[1] * 2 > pairs && zeros[0] == 0) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return zeros[0] * 2 > pairs && zeros[1] == 0 ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    /** Only the first line is checked: it usually has Latin letters, other lines need not. */
    private static boolean isLineEnd(byte first, byte second) {
        return first == '\n' && second == 0 || first == 0 && second == '\n';
    }
}
