package dev.linqroutes.csv;

import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Lets through the files with commands that were taken: {@code working/STEM/NAME}, as long as neither the file nor one of the
 * folders is a link, and the file is a regular one. Nothing else gets there by this program; what somebody else put there is
 * left alone and told of once.
 */
public final class TakenFiles implements GenericFileFilter<File> {
    private final IgnoredFiles ignored;

    public TakenFiles(Clock clock) {
        this.ignored = new IgnoredFiles(clock);
    }

    @Override
    public synchronized boolean accept(GenericFile<File> file) {
        ignored.forgetWhatIsGone();
        try {
            Path path = file.getFile().toPath();
            return file.isDirectory()
                    ? isFolder(path)
                    : InboxNames.isVisibleInput(file.getFileNameOnly()) && isFile(path);
        } catch (InvalidPathException e) {
            ignored.tell(file.getFileNameOnly(), file.getFile(), IgnoredFiles.NAME_NOT_READABLE);
            return false;
        }
    }

    private boolean isFolder(Path folder) {
        if (!RegularFile.isFolder(folder)) {
            ignored.tell(folder.toString(), folder.toFile(), "is a link, not a folder; remove it");
            return false;
        }
        return true;
    }

    private boolean isFile(Path file) {
        try {
            Optional<String> other = RegularFile.otherKind(RegularFile.attributes(file));
            other.ifPresent(kind -> ignored.tell(file.toString(), file.toFile(), kind + "; remove it"));
            return other.isEmpty()
                    && Stream.of(file.getParent(), file.getParent().getParent()).allMatch(this::isFolder);
        } catch (IOException e) {
            // Gone: another instance has put it away.
            return false;
        }
    }
}
