package dev.linqroutes.csv;

import dev.linqroutes.command.ControlCharacters;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A text that gets its name when it is whole; until then it is {@code NAME.part}. UTF-8. */
final class PartFile implements Closeable {
    private static final FileMove MOVE = new FileMove(Files::move);

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final Optional<Object> key;
    private final Writer writer;

    PartFile(Path target) throws IOException {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        // What a process that died left there goes. Made new: a link put there by somebody else is not written through.
        deleteLeftOver();
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        this.key = key(part);
        // This writer, unlike that of Files, puts a question mark in place of half a character and does not fail.
        this.writer =
                new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }

    /** A reason, for a person. */
    static void write(Path target, String reason) throws IOException {
        try (PartFile file = new PartFile(target)) {
            file.writer().write(ControlCharacters.escapedInLines(reason) + "\n");
            file.commit();
        }
    }

    private void deleteLeftOver() throws IOException {
        try {
            Files.deleteIfExists(part);
        } catch (DirectoryNotEmptyException e) {
            throw new IOException(part + ": a folder stands where a file has to be; move it away", e);
        }
    }

    Writer writer() {
        return writer;
    }

    /** What was written is on the disk and has its name; a file that had it is replaced. */
    void commit() throws IOException {
        writer.flush();
        channel.force(true);
        if (!key(part).equals(key)) {
            throw new IOException(part + ": another process replaced this file during writing; retrying");
        }
        writer.close();
        MOVE.rename(part, target);
    }

    private static Optional<Object> key(Path file) throws IOException {
        return Optional.ofNullable(RegularFile.attributes(file).fileKey());
    }

    /** Without a commit before, nothing is left; but what another process has put there stays, which goes on writing it. */
    @Override
    public void close() throws IOException {
        // Not the writer, which would try to write what it holds to a disk that is full. Last: no other file gets its
        // key before.
        try (channel) {
            if (key(part).equals(key)) {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException e) {
            // It has its name, or is gone.
        }
    }
}
