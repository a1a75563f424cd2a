package dev.linqroutes.sandbox.account;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Writes whole lines at the end of a file. When it fails to, it cuts off what came into the file of them and writes no more, so that
 * nothing follows a line that is missing.
 */
final class JournalWriter {
    private static final int BUFFER = 256 * 1024;

    private final SeekableByteChannel channel;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER);
    private Optional<IOException> failure = Optional.empty();

    /** @param channel positioned at the end of its last line */
    JournalWriter(SeekableByteChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException also when something before was not written */
    void append(byte[] line) throws IOException {
        requireIntact();
        buffer.writeBytes(line);
        buffer.write('\n');
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }

    /** Passes the lines to the operating system. */
    void flush() throws IOException {
        requireIntact();
        if (buffer.size() == 0) {
            return;
        }
        long end = channel.position();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            failure = Optional.of(e);
            cut(end, e);
            throw e;
        } finally {
            buffer.reset();
        }
    }

    /** When this fails too, the next start cuts off the part of a line that is at the end. */
    private void cut(long end, IOException why) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private void requireIntact() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(
                    "nothing is written since an error (" + failure.get().getMessage()
                            + "); start the sandbox again once its cause is gone",
                    failure.get());
        }
    }
}
