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
 * Whether a text file looks completely written. Programs that copy files may create a file with its final name and size before
 * they write the content: missing content reads as NULs. Neither size nor modification time need change when it arrives.
 */
enum FileCompleteness {
    /** Ends with a line end and has no NULs, or is not a text file. */
    COMPLETE,
    /** Ends within a line: nearly every half-written file does, and so do complete files of some programs. */
    NO_FINAL_LINE_END,
    EMPTY,
    /** Contains NULs. */
    HAS_NULS;

    private static final int BUFFER_SIZE = 65_536;

    /** Valid UTF-16 has at most two zero bytes in a row, as in {@code aĀ}. */
    private static final int MAX_UTF_16_ZEROS = 2;

    /** @throws IOException when the file cannot be read now */
    static FileCompleteness detect(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            byte[] head = in.readNBytes(BUFFER_SIZE);
            if (head.length == 0) {
                return EMPTY;
            }
            return MagicBytes.describeForeignFormat(head).isPresent() ? COMPLETE : detectInText(head, in);
        } catch (AccessDeniedException e) {
            // The import reports the missing permission.
            return COMPLETE;
        }
    }

    private static FileCompleteness detectInText(byte[] head, InputStream in) throws IOException {
        Optional<Charset> utf16 = Utf16Detector.detect(head);
        int maxZeros = utf16.isPresent() ? MAX_UTF_16_ZEROS : 0;
        byte[] bytes = head;
        int length = head.length;
        int zeros = 0;
        byte last = 0;
        byte secondToLast = 0;
        while (length > 0) {
            for (int i = 0; i < length; i++) {
                zeros = bytes[i] == 0 ? zeros + 1 : 0;
                if (zeros > maxZeros) {
                    return HAS_NULS;
                }
                secondToLast = last;
                last = bytes[i];
            }
            bytes = new byte[BUFFER_SIZE];
            length = in.readNBytes(bytes, 0, BUFFER_SIZE);
        }
        return isLineEnd(utf16.equals(Optional.of(StandardCharsets.UTF_16LE)) ? secondToLast : last)
                ? COMPLETE
                : NO_FINAL_LINE_END;
    }

    private static boolean isLineEnd(byte last) {
        return last == '\n' || last == '\r';
    }
}
