package dev.linqroutes.files.text;

import dev.linqroutes.files.io.FileStamp;
import dev.linqroutes.files.io.UnreadableFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A text file that {@link TextFileInspector} has read once to its end.
 *
 * @param sha256 of the bytes; lower-case hex
 * @param stamp from before the file was read
 */
public record TextFile(Path path, TextEncoding encoding, String sha256, FileStamp stamp) {
    public String name() {
        return path.getFileName().toString();
    }

    /** @throws UnreadableFile when the file has changed since it was inspected */
    public TextFileReader open() throws IOException {
        if (!FileStamp.of(path).equals(stamp)) {
            throw changedWhileRead();
        }
        return new TextFileReader(this);
    }

    UnreadableFile changedWhileRead() {
        return new UnreadableFile(name() + ": was changed while it was read; drop the file again");
    }
}
