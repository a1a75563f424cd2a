package dev.linqroutes.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalWriterTest {
    @TempDir
    Path directory;

    private Path file;
    private SmallDisk disk;
    private JournalWriter writer;

    /** A file on a disk that has room for so many more bytes, and that takes few at once. */
    private static final class SmallDisk implements SeekableByteChannel {
        private final SeekableByteChannel channel;
        private int room = 100;

        SmallDisk(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room == 0) {
                throw new IOException("No space left on device");
            }
            int count = Math.min(Math.min(room, 7), bytes.remaining());
            room -= count;
            channel.write(bytes.slice().limit(count));
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return channel.read(bytes);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("journal.jsonl");
        disk = new SmallDisk(Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        writer = new JournalWriter(disk);
    }

    @AfterEach
    void close() throws IOException {
        disk.close();
    }

    private void append(String line) throws IOException {
        writer.append(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_the_disk_takes_little_by_little_is_written_completely() throws IOException {
        append("the first line of the journal");
        writer.flush();
        append("the second line");
        writer.flush();

        assertThat(file).hasContent("the first line of the journal\nthe second line\n");
    }

    @Test
    void a_line_that_was_written_in_part_is_cut_off() throws IOException {
        append("first");
        writer.flush();
        append("x".repeat(200));

        assertThatThrownBy(writer::flush).hasMessage("No space left on device");

        assertThat(file).hasContent("first\n");
    }

    @Test
    void after_an_error_nothing_more_is_written_and_each_attempt_says_so() throws IOException {
        append("x".repeat(200));
        assertThatThrownBy(writer::flush).isInstanceOf(IOException.class);
        disk.room = 1_000;

        assertThatThrownBy(() -> append("next")).hasMessageContaining("No space left on device");
        assertThatThrownBy(writer::flush).hasMessageContaining("start the sandbox again");

        assertThat(file).isEmptyFile();
    }
}
