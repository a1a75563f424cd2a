package dev.linqroutes.files.io;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What changes when somebody writes into a file; of a link its own, never its target's. */
public record FileStamp(long size, FileTime modified) {
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes now = RegularFile.readAttributes(file);
        return new FileStamp(now.size(), now.lastModifiedTime());
    }
}
