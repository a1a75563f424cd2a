package dev.linqroutes.files.text;

import dev.linqroutes.files.io.FileStamp;
import dev.linqroutes.files.io.UnreadableFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A text file that was read once to its end, by {@link TextFileInspector}.
 *
 * @param sha256 of its bytes; lower-case hex
 * @param stamp from before it was read
 */
public record TextFile(Path path, TextEncoding encoding, String sha256, FileStamp stamp) {
    public String name() {
        return path.getFileName().toString();
    }

    /** @throws UnreadableFile when it is another one than was checked */
    public TextFileReader open() throws IOException {
        if (!FileStamp.of(path).equals(stamp)) {
            throw changedWhileRead();
        }
        return new TextFileReader(this);
    }

    UnreadableFile changedWhileRead() {
        return new UnreadableFile(name() + ": was changed while it was read; drop it again");
    }
}
