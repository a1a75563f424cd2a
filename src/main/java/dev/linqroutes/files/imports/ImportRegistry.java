package dev.linqroutes.files.imports;

import dev.linqroutes.files.io.FileStamp;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.file.GenericFileFilter;

/** The files that were taken and are not done: each is opened once, since to open one is to read it to its end. */
public final class ImportRegistry {
    private final BatchFileOpener opener;
    private final Map<Path, RegisteredFile> filesByPath = new ConcurrentHashMap<>();

    /** @param imported whether its rows are in the ledger */
    private record RegisteredFile(FileStamp stamp, BatchFile file, boolean imported) {
        /** Another instance may have put it away, and another file have come under its name. */
        boolean isUnchanged(Path path) {
            try {
                return stamp.equals(FileStamp.of(path));
            } catch (IOException e) {
                return false;
            }
        }
    }

    public ImportRegistry(BatchFileOpener files) {
        this.opener = files;
    }

    /** One for a file, whether Camel names it from the working directory, as its filters do, or absolutely, as in a body. */
    private static Path normalize(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** @throws IOException when it cannot be read, now or ever */
    public BatchFile open(File file) throws IOException {
        Path path = normalize(file.toPath());
        RegisteredFile known = filesByPath.get(path);
        if (known != null && known.isUnchanged(path)) {
            return known.file;
        }
        FileStamp stamp = FileStamp.of(path);
        BatchFile fresh = opener.open(path);
        filesByPath.put(path, new RegisteredFile(stamp, fresh, false));
        return fresh;
    }

    /** Whether it is among these, and was not written to since. */
    boolean isOpen(Path file) {
        RegisteredFile known = filesByPath.get(normalize(file));
        return known != null && known.isUnchanged(file);
    }

    /** Whether a file that is not among these is this batch. */
    public boolean hasContentOf(Path file, String batchId) throws IOException {
        try {
            return opener.open(file).batchId().equals(batchId);
        } catch (UnreadableFile e) {
            return false;
        }
    }

    /** All its rows are in the ledger. */
    void markImported(Path file) {
        filesByPath.computeIfPresent(
                normalize(file), (path, known) -> new RegisteredFile(known.stamp, known.file, true));
    }

    /** It has left the folder. Another instance may have done the same with others. */
    public void remove(Path file) {
        filesByPath.remove(normalize(file));
        filesByPath.keySet().removeIf(Files::notExists);
    }

    /** Whether one of the files is this batch. */
    public boolean hasBatch(String batchId) {
        return filesByPath.entrySet().stream()
                .anyMatch(each -> each.getValue().file.batchId().equals(batchId)
                        && each.getValue().isUnchanged(each.getKey()));
    }

    /** The files that are not in the ledger, of those that may be read at all. */
    public GenericFileFilter<File> pendingFilter(GenericFileFilter<File> readable) {
        return file -> readable.accept(file)
                && (file.isDirectory()
                        || findImportedBatchId(file.getFile().toPath()).isEmpty());
    }

    /** Batch ids by file, absolute, for the unchanged files whose rows are in the ledger. */
    public Map<Path, String> importedFiles() {
        Map<Path, String> batchIds = new HashMap<>();
        filesByPath.forEach((path, known) -> {
            if (known.imported && known.isUnchanged(path)) {
                batchIds.put(path, known.file.batchId());
            }
        });
        return batchIds;
    }

    /** The batch that a file in the ledger is; empty for any other file. */
    private Optional<String> findImportedBatchId(Path file) {
        return Optional.ofNullable(filesByPath.get(normalize(file)))
                .filter(each -> each.imported && each.isUnchanged(file))
                .map(each -> each.file.batchId());
    }
}
