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

/** Writes a UTF-8 text to {@code NAME.part} and renames it to {@code NAME} when it is complete. */
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
        // Deletes what a dead process left, then creates the file new: a link that another process puts there is not
        // followed.
        deleteLeftover();
        this.channel = FileChannel.open(
                partFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        this.fileKey = readFileKey(partFile);
        // Unlike the writer of Files, this one replaces an unpaired surrogate by a question mark instead of failing.
        this.writer =
                new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }

    /** Writes the reason why a file failed, for a person. */
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
            throw new IOException(
                    partFile + ": a folder has the name of a file to be written; move the folder away", e);
        }
    }

    public Writer writer() {
        return writer;
    }

    /** Forces the text to disk and renames it to its final name. An existing file of that name is replaced. */
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

    /** Without a commit, deletes the unfinished file; a file that another process put in its place is kept. */
    @Override
    public void close() throws IOException {
        // The writer is not closed: it would flush its buffer to a disk that may be full. The channel is closed last,
        // so that
        // no other file can get the same file key.
        try (channel) {
            if (readFileKey(partFile).equals(fileKey)) {
                Files.deleteIfExists(partFile);
            }
        } catch (NoSuchFileException e) {
            // Committed, or deleted by another process.
        }
    }
}
