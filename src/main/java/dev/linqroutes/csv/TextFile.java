package dev.linqroutes.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A text file that was read once to its end, by {@link TextCheck}.
 *
 * @param sha256 of its bytes; lower-case hex
 * @param stamp from before it was read
 */
record TextFile(Path path, Encoding encoding, String sha256, Stamp stamp) {

    /** What changes when somebody writes into a file. */
    record Stamp(long size, FileTime modified) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(now.size(), now.lastModifiedTime());
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /** @throws UnreadableFile when it is another one than was checked */
    TextReader open() throws IOException {
        if (!Stamp.of(path).equals(stamp)) {
            throw changed();
        }
        return new TextReader(this);
    }

    UnreadableFile changed() {
        return new UnreadableFile(name() + ": was changed while it was read; drop it again");
    }
}
