package dev.linqroutes.files.media;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.attribute.BasicFileAttributes;

/** An open file, and what shows whether it changes while it is read. */
final class OpenFile implements AutoCloseable {
    private final Closeable folder;
    private final SeekableByteChannel channel;
    private final BasicFileAttributes attributes;
    private final AttributeReader current;

    @FunctionalInterface
    interface AttributeReader {
        BasicFileAttributes read() throws IOException;
    }

    /**
     * Content and identity of a file, as far as its attributes show them.
     *
     * @param key of the file system; empty text if it has none
     */
    record Version(long size, long modifiedMillis, String key) {}

    /** @param current attributes of what has the file's name now; as long as the folder is open */
    OpenFile(Closeable folder, SeekableByteChannel channel, BasicFileAttributes attributes, AttributeReader current) {
        this.folder = folder;
        this.channel = channel;
        this.attributes = attributes;
        this.current = current;
    }

    Version version() {
        return versionOf(attributes);
    }

    long modifiedMillis() {
        return attributes.lastModifiedTime().toMillis();
    }

    /** Not to be closed itself. */
    InputStream content() {
        return Channels.newInputStream(channel);
    }

    /** Whether the same file still has its name, and has not been written to. */
    boolean isUnchanged() throws IOException {
        return versionOf(current.read()).equals(version());
    }

    private static Version versionOf(BasicFileAttributes attributes) {
        return new Version(
                attributes.size(), attributes.lastModifiedTime().toMillis(), String.valueOf(attributes.fileKey()));
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            channel.close();
        }
    }
}
