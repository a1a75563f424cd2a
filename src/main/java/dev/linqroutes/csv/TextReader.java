package dev.linqroutes.csv;

import dev.linqroutes.command.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The text of a checked file, without its byte order mark. At its end it knows whether it is still the same file. */
final class TextReader implements Closeable {
    private final TextFile file;
    private final MessageDigest digest = Sha256.begin();
    private final Reader reader;
    private boolean begun;

    TextReader(TextFile file) throws IOException {
        this.file = file;
        DigestInputStream bytes = new DigestInputStream(RegularFile.open(file.path()), digest);
        reader = new InputStreamReader(bytes, file.encoding().charset().newDecoder());
    }

    /**
     * Reads some characters, at least one.
     *
     * @return how many, or -1 at the end
     * @throws UnreadableFile when the file was changed since it was checked
     */
    int read(char[] into) throws IOException {
        try {
            if (!begun) {
                begun = true;
                if (file.encoding().marked() && reader.read() != Encoding.BYTE_ORDER_MARK) {
                    throw file.changed();
                }
            }
            int read = reader.read(into);
            if (read < 0 && !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                throw file.changed();
            }
            return read;
        } catch (CharacterCodingException e) {
            throw file.changed();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
