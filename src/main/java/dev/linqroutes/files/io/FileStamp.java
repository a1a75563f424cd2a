package dev.linqroutes.files.io;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Size and modification time of a file, to detect writes. Links are not followed. */
public record FileStamp(long size, FileTime modified) {
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = RegularFile.readAttributes(file);
        return new FileStamp(attributes.size(), attributes.lastModifiedTime());
    }
}
