package dev.linqroutes.files.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Opens files in folders that others may write to: no link is followed, and nothing is opened that could block (a pipe) or
 * never end (a device). All reading of files with commands and of their options goes through here.
 *
 * <p>One window stays: who exchanges a file for a pipe between the look and the opening blocks one reader. That takes the
 * right to write to {@code working}, which nobody needs but the program.
 */
public final class RegularFile {
    private RegularFile() {}

    /** Of the file itself, never of what a link leads to. */
    public static BasicFileAttributes readAttributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a regular file stands there, and no link to one. */
    public static boolean exists(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a folder stands there, and no link to one. */
    public static boolean isFolder(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** What it is instead of a regular file; empty if it is one. */
    public static Optional<String> describeOtherKind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Optional.empty();
        }
        String kind = attributes.isDirectory()
                ? "a folder"
                : attributes.isSymbolicLink() ? "a link" : "a pipe, socket or device";
        return Optional.of("is " + kind + ", not a file");
    }

    /** @throws UnreadableFile when it is something else */
    public static void requireRegular(Path file) throws IOException {
        requireRegular(file, readAttributes(file));
    }

    private static void requireRegular(Path file, BasicFileAttributes attributes) throws UnreadableFile {
        Optional<String> other = describeOtherKind(attributes);
        if (other.isPresent()) {
            throw new UnreadableFile(file.getFileName() + ": " + other.get() + "; give the file itself");
        }
    }

    /** @throws UnreadableFile when it is something else than a regular file */
    public static InputStream open(Path file) throws IOException {
        BasicFileAttributes before = readAttributes(file);
        requireRegular(file, before);
        SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            BasicFileAttributes opened = readAttributes(file);
            requireRegular(file, opened);
            if (!Objects.equals(before.fileKey(), opened.fileKey())) {
                throw new UnreadableFile(file.getFileName() + ": was replaced while it was opened; drop it again");
            }
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
