package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.io.RegularFile;
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
 * Accepts claimed input files, {@code working/STEM/NAME}: regular files, with no link in the path below the inbox. Anything
 * else was put there by another process; it is ignored and logged once.
 */
public final class ClaimedFileFilter implements GenericFileFilter<File> {
    private final IgnoredFileLog ignoredFileLog;

    public ClaimedFileFilter(Clock clock) {
        this.ignoredFileLog = new IgnoredFileLog(clock);
    }

    @Override
    public synchronized boolean accept(GenericFile<File> file) {
        ignoredFileLog.forgetMissing();
        try {
            Path path = file.getFile().toPath();
            return file.isDirectory()
                    ? checkFolder(path)
                    : FileNames.isVisibleInput(file.getFileNameOnly()) && checkFile(path);
        } catch (InvalidPathException e) {
            ignoredFileLog.warnOnce(file.getFileNameOnly(), file.getFile(), IgnoredFileLog.UNREADABLE_NAME);
            return false;
        }
    }

    private boolean checkFolder(Path folder) {
        if (!RegularFile.isFolder(folder)) {
            ignoredFileLog.warnOnce(folder.toString(), folder.toFile(), "is a link, not a folder; remove it");
            return false;
        }
        return true;
    }

    private boolean checkFile(Path file) {
        try {
            Optional<String> other = RegularFile.describeOtherKind(RegularFile.readAttributes(file));
            other.ifPresent(kind -> ignoredFileLog.warnOnce(file.toString(), file.toFile(), kind + "; remove it"));
            return other.isEmpty()
                    && Stream.of(file.getParent(), file.getParent().getParent()).allMatch(this::checkFolder);
        } catch (IOException e) {
            // Moved away by another instance.
            return false;
        }
    }
}
