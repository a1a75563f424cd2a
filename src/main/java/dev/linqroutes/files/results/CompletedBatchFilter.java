package dev.linqroutes.files.results;

import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.ledger.batch.BatchStateReader;
import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/** Lets those files through whose results can be written: of each row it is known what became of it. */
public final class CompletedBatchFilter implements GenericFileFilter<File> {
    private final ImportRegistry registry;
    private final BatchStateReader states;
    private volatile Set<String> completedBatchIds = Set.of();

    public CompletedBatchFilter(ImportRegistry files, BatchStateReader states) {
        this.registry = files;
        this.states = states;
    }

    /** Looks which they are now: once for all files. */
    public void refresh() {
        completedBatchIds = states.findCompleted(registry.importedBatchIds());
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        return file.isDirectory()
                ? RegularFile.isFolder(path)
                : registry.findImportedBatchId(path)
                        .filter(completedBatchIds::contains)
                        .isPresent();
    }
}
