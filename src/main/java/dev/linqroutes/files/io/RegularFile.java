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
 * Opens files in folders that other processes may write to. Follows no links and opens neither pipes, which could block, nor
 * devices, which could never end. Input files and options are read through this class only.
 *
 * <p>Known limit: a process that replaces a file by a pipe between check and open blocks one reader. It needs write permission
 * for {@code working}, which only this program needs.
 */
public final class RegularFile {
    private RegularFile() {}

    /** Attributes of the file itself; links are not followed. */
    public static BasicFileAttributes readAttributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the path is a regular file; links are not followed. */
    public static boolean exists(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the path is a folder; links are not followed. */
    public static boolean isFolder(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** What the file is instead of a regular file, for a person; empty if it is regular. */
    public static Optional<String> describeOtherKind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Optional.empty();
        }
        String kind = attributes.isDirectory()
                ? "a folder"
                : attributes.isSymbolicLink() ? "a link" : "a pipe, socket or device";
        return Optional.of("is " + kind + ", not a file");
    }

    /** @throws UnreadableFile when the file is not regular */
    public static void requireRegular(Path file) throws IOException {
        requireRegular(file, readAttributes(file));
    }

    private static void requireRegular(Path file, BasicFileAttributes attributes) throws UnreadableFile {
        Optional<String> other = describeOtherKind(attributes);
        if (other.isPresent()) {
            throw new UnreadableFile(file.getFileName() + ": " + other.get() + "; use the file itself");
        }
    }

    /** @throws UnreadableFile when the file is not regular, or was replaced while it was opened */
    public static InputStream open(Path file) throws IOException {
        BasicFileAttributes before = readAttributes(file);
        requireRegular(file, before);
        SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            BasicFileAttributes opened = readAttributes(file);
            requireRegular(file, opened);
            if (!Objects.equals(before.fileKey(), opened.fileKey())) {
                throw new UnreadableFile(
                        file.getFileName() + ": was replaced while it was opened; drop the file again");
            }
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
