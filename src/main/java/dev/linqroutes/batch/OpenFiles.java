package dev.linqroutes.batch;

import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.FileStamp;
import dev.linqroutes.csv.UnreadableFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.component.file.GenericFileFilter;

/** The files that were taken and are not done: each is opened once, since to open one is to read it to its end. */
public final class OpenFiles {
    private final BatchFiles files;
    private final Map<Path, Opened> opened = new ConcurrentHashMap<>();

    /** @param read whether its rows are in the ledger */
    private record Opened(FileStamp stamp, BatchFile file, boolean read) {
        /** Another instance may have put it away, and another file have come under its name. */
        boolean isStill(Path path) {
            try {
                return stamp.equals(FileStamp.of(path));
            } catch (IOException e) {
                return false;
            }
        }
    }

    public OpenFiles(BatchFiles files) {
        this.files = files;
    }

    /** One for a file, whether Camel names it from the working directory, as its filters do, or absolutely, as in a body. */
    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** @throws IOException when it cannot be read, now or ever */
    BatchFile open(File file) throws IOException {
        Path path = key(file.toPath());
        Opened known = opened.get(path);
        if (known != null && known.isStill(path)) {
            return known.file;
        }
        FileStamp stamp = FileStamp.of(path);
        BatchFile fresh = files.open(path);
        opened.put(path, new Opened(stamp, fresh, false));
        return fresh;
    }

    /** Whether it is among these, and was not written to since. */
    boolean isOpen(Path file) {
        Opened known = opened.get(key(file));
        return known != null && known.isStill(file);
    }

    /** Whether a file that is not among these is this batch. */
    boolean isBatch(Path file, String batchId) throws IOException {
        try {
            return files.open(file).batchId().equals(batchId);
        } catch (UnreadableFile e) {
            return false;
        }
    }

    /** All its rows are in the ledger. */
    void read(Path file) {
        opened.computeIfPresent(key(file), (path, known) -> new Opened(known.stamp, known.file, true));
    }

    /** It has left the folder. Another instance may have done the same with others. */
    void close(Path file) {
        opened.remove(key(file));
        opened.keySet().removeIf(Files::notExists);
    }

    /** Whether one of the files is this batch. */
    boolean has(String batchId) {
        return opened.entrySet().stream()
                .anyMatch(each -> each.getValue().file.batchId().equals(batchId)
                        && each.getValue().isStill(each.getKey()));
    }

    /** The files that are not in the ledger, of those that may be read at all. */
    public GenericFileFilter<File> unread(GenericFileFilter<File> readable) {
        return file -> readable.accept(file)
                && (file.isDirectory() || readBatch(file.getFile().toPath()).isEmpty());
    }

    /** Ids of the batches that are in the ledger. */
    Set<String> readBatches() {
        return opened.values().stream()
                .filter(Opened::read)
                .map(each -> each.file.batchId())
                .collect(Collectors.toSet());
    }

    /** The batch that a file in the ledger is; empty for any other file. */
    Optional<String> readBatch(Path file) {
        return Optional.ofNullable(opened.get(key(file)))
                .filter(each -> each.read && each.isStill(file))
                .map(each -> each.file.batchId());
    }
}
