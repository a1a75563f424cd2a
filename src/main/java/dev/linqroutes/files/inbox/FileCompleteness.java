package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.text.MagicBytes;
import dev.linqroutes.files.text.Utf16Detector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How far a text file is written, as far as its bytes tell. Programs that copy files give a file its name, or its whole size,
 * before it has its content: what is not there yet reads as NULs. Neither size nor time need change when it comes.
 */
enum FileCompleteness {
    /** It ends with a line end, has holes nowhere, or is no text file at all. */
    COMPLETE,
    /** Some programs end whole files so; and half a file nearly always ends so. */
    NO_FINAL_LINE_END,
    EMPTY,
    /** There are NULs in it. */
    HAS_NULS;

    private static final int BUFFER_SIZE = 65_536;

    /** Within UTF-16 two zeros may stand side by side, as those of {@code aĀ}, but never more. */
    private static final int MAX_UTF_16_ZEROS = 2;

    /** @throws IOException when it cannot be read now */
    static FileCompleteness detect(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            byte[] head = in.readNBytes(BUFFER_SIZE);
            if (head.length == 0) {
                return EMPTY;
            }
            return MagicBytes.describeForeignFormat(head).isPresent() ? COMPLETE : detectInText(head, in);
        } catch (AccessDeniedException e) {
            // Whoever reads the file says what to do.
            return COMPLETE;
        }
    }

    private static FileCompleteness detectInText(byte[] head, InputStream in) throws IOException {
        Optional<Charset> utf16 = Utf16Detector.detect(head);
        int mostZeros = utf16.isPresent() ? MAX_UTF_16_ZEROS : 0;
        byte[] bytes = head;
        int length = head.length;
        int zeros = 0;
        byte last = 0;
        byte lastButOne = 0;
        while (length > 0) {
            for (int i = 0; i < length; i++) {
                zeros = bytes[i] == 0 ? zeros + 1 : 0;
                if (zeros > mostZeros) {
                    return HAS_NULS;
                }
                lastButOne = last;
                last = bytes[i];
            }
            bytes = new byte[BUFFER_SIZE];
            length = in.readNBytes(bytes, 0, BUFFER_SIZE);
        }
        return isLineEnd(utf16.equals(Optional.of(StandardCharsets.UTF_16LE)) ? lastButOne : last)
                ? COMPLETE
                : NO_FINAL_LINE_END;
    }

    private static boolean isLineEnd(byte last) {
        return last == '\n' || last == '\r';
    }
}
