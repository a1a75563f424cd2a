package dev.linqroutes.files.io;

import dev.linqroutes.command.text.ControlCharacters;
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
public final class AtomicFileWriter implements Closeable {
    private static final AtomicFileMover MOVER = new AtomicFileMover(Files::move);

    private final Path target;
    private final Path partFile;
    private final FileChannel channel;
    private final Optional<Object> fileKey;
    private final Writer writer;

    public AtomicFileWriter(Path target) throws IOException {
        this.target = target;
        this.partFile = target.resolveSibling(target.getFileName() + ".part");
        // What a process that died left there goes. Made new: a link put there by somebody else is not written through.
        deleteLeftover();
        this.channel = FileChannel.open(
                partFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        this.fileKey = readFileKey(partFile);
        // This writer, unlike that of Files, puts a question mark in place of half a character and does not fail.
        this.writer =
                new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }

    /** A reason, for a person. */
    public static void writeReason(Path target, String reason) throws IOException {
        try (AtomicFileWriter file = new AtomicFileWriter(target)) {
            file.writer().write(ControlCharacters.escapedKeepingLines(reason) + "\n");
            file.commit();
        }
    }

    private void deleteLeftover() throws IOException {
        try {
            Files.deleteIfExists(partFile);
        } catch (DirectoryNotEmptyException e) {
            throw new IOException(partFile + ": a folder stands where a file has to be; move it away", e);
        }
    }

    public Writer writer() {
        return writer;
    }

    /** What was written is on the disk and has its name; a file that had it is replaced. */
    public void commit() throws IOException {
        writer.flush();
        channel.force(true);
        if (!readFileKey(partFile).equals(fileKey)) {
            throw new IOException(partFile + ": another process replaced this file during writing; retrying");
        }
        writer.close();
        MOVER.rename(partFile, target);
    }

    private static Optional<Object> readFileKey(Path file) throws IOException {
        return Optional.ofNullable(RegularFile.readAttributes(file).fileKey());
    }

    /** Without a commit before, nothing is left; but what another process has put there stays, which goes on writing it. */
    @Override
    public void close() throws IOException {
        // Not the writer, which would try to write what it holds to a disk that is full. Last: no other file gets its
        // key before.
        try (channel) {
            if (readFileKey(partFile).equals(fileKey)) {
                Files.deleteIfExists(partFile);
            }
        } catch (NoSuchFileException e) {
            // It has its name, or is gone.
        }
    }
}
