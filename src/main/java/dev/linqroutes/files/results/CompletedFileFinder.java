package dev.linqroutes.files.results;

import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.ledger.batch.BatchStateReader;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the files whose results can be written: every row has an outcome. */
public final class CompletedFileFinder {
    private final ImportRegistry registry;
    private final BatchStateReader states;

    public CompletedFileFinder(ImportRegistry registry, BatchStateReader states) {
        this.registry = registry;
        this.states = states;
    }

    /** One ledger query for all files of this instance; none when no file is imported. */
    public List<File> find() {
        Map<Path, String> batchIdsByFile = registry.importedFiles();
        if (batchIdsByFile.isEmpty()) {
            return List.of();
        }
        Set<String> completed = states.findCompleted(Set.copyOf(batchIdsByFile.values()));
        return batchIdsByFile.entrySet().stream()
                .filter(file -> completed.contains(file.getValue()))
                .map(Map.Entry::getKey)
                // A link in place of the batch's folder must not be followed.
                .filter(file -> RegularFile.isFolder(file.getParent()))
                .sorted()
                .map(Path::toFile)
                .toList();
    }
}
