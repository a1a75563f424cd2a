package dev.linqroutes.batch;

import dev.linqroutes.csv.RegularFile;
import dev.linqroutes.ledger.BatchStates;
import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/** Lets those files through whose results can be written: of each row it is known what became of it. */
public final class SettledBatches implements GenericFileFilter<File> {
    private final OpenFiles files;
    private final BatchStates states;
    private volatile Set<String> settled = Set.of();

    public SettledBatches(OpenFiles files, BatchStates states) {
        this.files = files;
        this.states = states;
    }

    /** Looks which they are now: once for all files. */
    public void look() {
        settled = states.settled(files.readBatches());
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        return file.isDirectory()
                ? RegularFile.isFolder(path)
                : files.readBatch(path).filter(settled::contains).isPresent();
    }
}
