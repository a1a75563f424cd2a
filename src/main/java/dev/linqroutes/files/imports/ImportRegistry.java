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

/** The claimed files of this instance. Each is opened once and kept, since opening reads a file to its end. */
public final class ImportRegistry {
    private final BatchFileOpener opener;
    private final Map<Path, RegisteredFile> filesByPath = new ConcurrentHashMap<>();

    /**
     * @param imported whether its rows are in the ledger
     * @param repeated whether they were executed before it came
     */
    private record RegisteredFile(FileStamp stamp, BatchFile file, boolean imported, boolean repeated) {
        /** False when another instance archived the file, also if a new file has the same name. */
        boolean isUnchanged(Path path) {
            try {
                return stamp.equals(FileStamp.of(path));
            } catch (IOException e) {
                return false;
            }
        }
    }

    public ImportRegistry(BatchFileOpener opener) {
        this.opener = opener;
    }

    /** One key per file: Camel gives relative paths to filters and absolute paths in bodies. */
    private static Path normalize(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /**
     * Opens the file, or returns the open one if it is unchanged.
     *
     * @throws dev.linqroutes.files.io.UnreadableFile when the file is rejected as a whole
     * @throws IOException when reading fails
     */
    public BatchFile open(File file) throws IOException {
        Path path = normalize(file.toPath());
        RegisteredFile known = filesByPath.get(path);
        if (known != null && known.isUnchanged(path)) {
            return known.file;
        }
        FileStamp stamp = FileStamp.of(path);
        BatchFile fresh = opener.open(path);
        filesByPath.put(path, new RegisteredFile(stamp, fresh, false, false));
        return fresh;
    }

    /** Whether the file is open and unchanged. */
    boolean isOpen(Path file) {
        RegisteredFile known = filesByPath.get(normalize(file));
        return known != null && known.isUnchanged(file);
    }

    /** Whether the content of the file, with its options, is this batch. Does not register the file. */
    public boolean hasContentOf(Path file, String batchId) throws IOException {
        try {
            return opener.open(file).batchId().equals(batchId);
        } catch (UnreadableFile e) {
            return false;
        }
    }

    /** Records that all rows of the file are in the ledger. */
    void markImported(Path file) {
        mark(file, false);
    }

    /** The same of a file whose content was executed before, so that none of it is sent. */
    void markRepeated(Path file) {
        mark(file, true);
    }

    private void mark(Path file, boolean repeated) {
        filesByPath.computeIfPresent(
                normalize(file), (path, known) -> new RegisteredFile(known.stamp, known.file, true, repeated));
    }

    /** Whether the content of the file was executed before it came. */
    public boolean isRepeated(Path file) {
        return Optional.ofNullable(filesByPath.get(normalize(file)))
                .filter(RegisteredFile::repeated)
                .isPresent();
    }

    /** Forgets the file, and all files that no longer exist: other instances move files, too. */
    public void remove(Path file) {
        filesByPath.remove(normalize(file));
        filesByPath.keySet().removeIf(Files::notExists);
    }

    /** Whether an unchanged open file is this batch. */
    public boolean hasBatch(String batchId) {
        return filesByPath.entrySet().stream()
                .anyMatch(each -> each.getValue().file.batchId().equals(batchId)
                        && each.getValue().isUnchanged(each.getKey()));
    }

    /** Accepts the readable files whose rows are not in the ledger yet. */
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

    /** The batch id of an unchanged file whose rows are in the ledger; empty for any other file. */
    private Optional<String> findImportedBatchId(Path file) {
        return Optional.ofNullable(filesByPath.get(normalize(file)))
                .filter(each -> each.imported && each.isUnchanged(file))
                .map(each -> each.file.batchId());
    }
}
