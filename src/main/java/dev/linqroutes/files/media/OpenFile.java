package dev.linqroutes.files.media;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;

/** An open file, and what shows whether it changes while it is read. */
final class OpenFile implements AutoCloseable {
    private final Closeable folder;
    private final SeekableByteChannel channel;
    private final BasicFileAttributes attributes;
    private final AttributeReader current;
    private final FileOutage outage;

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
    OpenFile(
            Closeable folder,
            SeekableByteChannel channel,
            BasicFileAttributes attributes,
            AttributeReader current,
            FileOutage outage) {
        this.folder = folder;
        this.channel = channel;
        this.attributes = attributes;
        this.current = current;
        this.outage = outage;
    }

    Version version() {
        return versionOf(attributes);
    }

    long modifiedMillis() {
        return attributes.lastModifiedTime().toMillis();
    }

    /** Not to be closed itself. */
    InputStream content() {
        return new FilterInputStream(Channels.newInputStream(channel)) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                try {
                    return super.read(to, offset, length);
                } catch (IOException e) {
                    throw outage.refusal(e);
                }
            }
        };
    }

    /** Whether the same file still has its name, and has not been written to. */
    boolean isUnchanged() throws RefusedFile {
        try {
            return versionOf(current.read()).equals(version());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw outage.refusal(e);
        }
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
