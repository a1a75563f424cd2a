package dev.linqroutes.csv;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A text file that was read once to its end, by {@link TextCheck}.
 *
 * @param sha256 of its bytes; lower-case hex
 * @param stamp from before it was read
 */
record TextFile(Path path, Encoding encoding, String sha256, FileStamp stamp) {
    String name() {
        return path.getFileName().toString();
    }

    /** @throws UnreadableFile when it is another one than was checked */
    TextReader open() throws IOException {
        if (!FileStamp.of(path).equals(stamp)) {
            throw changed();
        }
        return new TextReader(this);
    }

    UnreadableFile changed() {
        return new UnreadableFile(name() + ": was changed while it was read; drop it again");
    }
}
