package dev.linqroutes.files.text;

import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.io.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads the text of an inspected file, without its byte order mark. Verifies at the end that the content is unchanged. */
public final class TextFileReader implements Closeable {
    private final TextFile file;
    private final MessageDigest digest = Sha256.newDigest();
    private final Reader reader;
    private boolean started;

    TextFileReader(TextFile file) throws IOException {
        this.file = file;
        DigestInputStream bytes = new DigestInputStream(RegularFile.open(file.path()), digest);
        reader = new InputStreamReader(bytes, file.encoding().charset().newDecoder());
    }

    /**
     * Reads at least one character.
     *
     * @return the number of characters, or -1 at the end
     * @throws UnreadableFile when the file was changed since it was inspected
     */
    public int read(char[] into) throws IOException {
        try {
            if (!started) {
                started = true;
                if (file.encoding().hasByteOrderMark() && reader.read() != TextEncoding.BYTE_ORDER_MARK) {
                    throw file.changedWhileRead();
                }
            }
            int read = reader.read(into);
            if (read < 0 && !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                throw file.changedWhileRead();
            }
            return read;
        } catch (CharacterCodingException e) {
            throw file.changedWhileRead();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
