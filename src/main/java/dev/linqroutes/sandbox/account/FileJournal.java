package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A journal file with one change per line, as JSON. A kill can truncate the last line, whose request was not answered yet; that
 * line is ignored. There is no fsync: the file survives a crash of the process, not of the machine.
 */
public final class FileJournal implements Journal {
    private static final Logger LOG = System.getLogger(FileJournal.class.getName());

    /** A journal of fewer lines is never compacted. */
    private static final int MIN_LINES = 1_000;

    private static final String OPEN_HERE = "this process already has a sandbox on it";

    /**
     * The real paths of the open journals of this process. A second channel on such a file would give up the lock of the first when
     * it is closed.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Path realPath;
    private FileChannel channel;
    private JournalWriter writer;
    private long lines;

    /** How many lines it has when the state is looked at again. */
    private long nextLook = MIN_LINES;

    /** Stays locked, for a sandbox that opened it just before it was replaced the last time. */
    private Optional<FileChannel> replaced = Optional.empty();

    private FileJournal(Path file, Path realPath, FileChannel channel) {
        this.file = file;
        this.realPath = realPath;
        writeTo(channel);
    }

    private void writeTo(FileChannel newChannel) {
        this.channel = newChannel;
        this.writer = new JournalWriter(newChannel);
    }

    /** @throws UncheckedIOException when the file cannot be used, or another sandbox uses it */
    public static FileJournal open(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            if (Files.notExists(file)) {
                create(file);
            }
            Path realPath = file.toRealPath();
            if (!OPEN.add(realPath)) {
                throw new IOException(OPEN_HERE);
            }
            try {
                return open(file, realPath);
            } catch (IOException | RuntimeException e) {
                OPEN.remove(realPath);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the journal " + file + ": " + e.getMessage(), e);
        }
    }

    private static FileJournal open(Path file, Path realPath) throws IOException {
        FileChannel channel = FileChannel.open(realPath, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            requireLock(channel);
            channel.truncate(endOfLastLine(channel));
            channel.position(channel.size());
            return new FileJournal(file, realPath, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
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

    private static void requireLock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(OPEN_HERE, e);
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
        lines = 0;
        try {
            // Not another channel: closing it would give up the lock on the file.
            channel.position(0);
            BufferedReader text = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                reader.accept(AccountChange.read(JsonTrees.read(line)));
                lines++;
            }
            channel.position(channel.size());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "cannot read line " + (lines + 1) + " of the journal " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void compact(Supplier<List<AccountChange>> state) {
        if (lines < nextLook) {
            return;
        }
        List<AccountChange> changes = state.get();
        // So that the work is a fixed share of that for the lines since.
        nextLook = 2L * changes.size() + MIN_LINES;
        if (lines < nextLook) {
            return;
        }
        long before = lines;
        try {
            replaceBy(changes);
            LOG.log(Level.INFO, "Journal " + file + " compacted from " + before + " to " + changes.size() + " lines");
        } catch (IOException | UncheckedIOException e) {
            lines = before;
            nextLook = 2 * before;
            LOG.log(Level.WARNING, "Journal " + file + " stays long: " + e);
        }
    }

    /** The new file is locked before it takes the place of the old one, so that no other sandbox can come between. */
    private void replaceBy(List<AccountChange> changes) throws IOException {
        Path draft = realPath.resolveSibling(realPath.getFileName() + ".new");
        Files.deleteIfExists(draft);
        create(draft);
        FileChannel old = channel;
        JournalWriter oldWriter = writer;
        FileChannel compacted = FileChannel.open(draft, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            requireLock(compacted);
            writeTo(compacted);
            lines = 0;
            changes.forEach(this::append);
            writer.flush();
            compacted.force(true);
            Files.move(draft, realPath, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            channel = old;
            writer = oldWriter;
            compacted.close();
            Files.deleteIfExists(draft);
            throw e;
        }
        if (replaced.isPresent()) {
            replaced.get().close();
        }
        replaced = Optional.of(old);
    }

    @Override
    public void append(AccountChange change) {
        try {
            writer.append(JsonTrees.bytes(change.json()));
            lines++;
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private UncheckedIOException cannotWrite(IOException e) {
        return new UncheckedIOException("cannot write the journal " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            try {
                writer.flush();
            } finally {
                channel.close();
                if (replaced.isPresent()) {
                    replaced.get().close();
                }
                OPEN.remove(realPath);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal " + file, e);
        }
    }
}
