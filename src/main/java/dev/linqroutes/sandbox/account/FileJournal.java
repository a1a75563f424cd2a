package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/**
 * A journal file with one change per line, as JSON. A kill can truncate the last line, whose request was not answered yet; that
 * line is ignored. There is no fsync: the file survives a crash of the process, not of the machine.
 */
public final class FileJournal implements Journal {
    private static final int BUFFER = 256 * 1024;
    private final Path file;
    private final FileChannel channel;
    private final OutputStream out;

    private FileJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /** @throws UncheckedIOException when the file cannot be used, or another sandbox uses it */
    public static FileJournal open(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            if (Files.notExists(file)) {
                create(file);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                requireLock(file, channel);
                channel.truncate(endOfLastLine(channel));
                channel.position(channel.size());
                return new FileJournal(file, channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the journal " + file + ": " + e.getMessage(), e);
        }
    }

    /** Readable by the owner only: the file contains signing secrets. */
    private static void create(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static void requireLock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("this process already has a sandbox on it", e);
        }
        throw new IOException("another sandbox is running on it");
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long position = channel.size(); position > 0; position--) {
            one.clear();
            channel.read(one, position - 1);
            if (one.get(0) == '\n') {
                return position;
            }
        }
        return 0;
    }

    @Override
    public void replay(Consumer<AccountChange> reader) {
        int number = 1;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(AccountChange.read(JsonTrees.read(line)));
                number++;
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "cannot read line " + number + " of the journal " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void append(AccountChange change) {
        try {
            out.write(JsonTrees.bytes(change.json()));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal " + file, e);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal " + file, e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal " + file, e);
        }
    }
}
