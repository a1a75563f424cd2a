package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.options.SidecarMatcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts input files that are completely written: file and options have not changed for the settle time. Changes are observed
 * with the clock of this process, since file servers and programs may set any modification time. Never blocks; a file that is
 * still being written is checked again at the next poll.
 */
public final class StableFileFilter implements GenericFileFilter<File> {
    private static final String UNKNOWN_EXTENSION = "has an unknown extension; rename it to NAME"
            + String.join(", NAME", FileNames.READABLE_EXTENSIONS) + ", or remove it from the inbox";

    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final Duration fillTimeout;
    private final Predicate<String> sendable;
    private final FileStabilityTracker stability;
    private final IgnoredFileLog ignoredFileLog;
    private final Set<File> seenInPoll = new HashSet<>();
    private final Map<File, List<String>> namesByFolder = new HashMap<>();

    /**
     * @param settleTime how long a file must be unchanged
     * @param fillTimeout how long a file may be empty or contain NULs before it is accepted all the same, and then rejected
     * @param sendable whether a file of this name lies in the inbox for commands that name it, and not by mistake
     */
    public StableFileFilter(Duration settleTime, Duration fillTimeout, Predicate<String> sendable, Clock clock) {
        this.fillTimeout = fillTimeout;
        this.sendable = sendable;
        this.ignoredFileLog = new IgnoredFileLog(clock);
        this.stability = new FileStabilityTracker(settleTime, fillTimeout, clock, ignoredFileLog);
    }

    @Override
    public synchronized boolean accept(GenericFile<File> file) {
        forgetMissing();
        forgetPreviousPoll(file.getFile());
        String name = file.getFile().getName();
        if (SidecarMatcher.isOptionsLike(name)) {
            logIfUnused(file.getFile());
            return false;
        }
        if (!FileNames.isInput(name) && !FileNames.isHidden(name) && !file.isDirectory()) {
            if (!sendable.test(name)) {
                // Such as friends.xlsb. A temporary name, such as NAME.part, is renamed before the timeout.
                ignoredFileLog.warnOnceAfter(fillTimeout, file.getFile(), UNKNOWN_EXTENSION);
            }
            return false;
        }
        return FileNames.isVisibleInput(name) && checkStable(file.getFile());
    }

    /** Lists each folder once per poll. A poll checks each file once, so a file that was already checked starts a new poll. */
    private void forgetPreviousPoll(File file) {
        if (!seenInPoll.add(file)) {
            seenInPoll.clear();
            seenInPoll.add(file);
            namesByFolder.clear();
        }
    }

    private List<String> namesBeside(File file) {
        return namesByFolder.computeIfAbsent(
                file.getAbsoluteFile().getParentFile(),
                folder -> Optional.ofNullable(folder.list()).map(List::of).orElse(List.of()));
    }

    /** Options are dropped before their file. If no file follows, it may have been imported without them. */
    private void logIfUnused(File options) {
        String name = options.getName();
        if (SidecarMatcher.isMisnamed(name)) {
            ignoredFileLog.warnOnce(name, options, SidecarMatcher.MISNAMED_ADVICE);
            return;
        }
        try {
            BasicFileAttributes now = RegularFile.readAttributes(options.toPath());
            if (now.isRegularFile()
                    && stability.checkUnchanged(options.toPath(), now, fillTimeout)
                    && !SidecarMatcher.isUsed(name, namesBeside(options))) {
                ignoredFileLog.warnOnce(
                        name,
                        options,
                        "looks like an options file, but there is no file that it belongs to; drop NAME.properties before"
                                + " NAME.csv, or remove it");
            }
        } catch (InvalidPathException | IOException e) {
            // No input file can have options of this name, or the file is gone.
            LOG.debug("{} is not checked: {}", name, e.getMessage());
        }
    }

    private boolean checkStable(File file) {
        try {
            Path path = file.toPath();
            BasicFileAttributes now = RegularFile.readAttributes(path);
            Optional<String> other = RegularFile.describeOtherKind(now);
            if (other.isPresent()) {
                ignoredFileLog.warnOnce(file.getName(), file, other.get() + "; put the file itself into the inbox");
                return false;
            }
            // Evaluated first, so that file and options are observed from the same poll on.
            boolean optionsWritten = checkOptionsWritten(path);
            return stability.checkWritten(path, now) && optionsWritten;
        } catch (InvalidPathException e) {
            ignoredFileLog.warnOnce(file.getName(), file, IgnoredFileLog.UNREADABLE_NAME);
            return false;
        } catch (NoSuchFileException e) {
            // Either gone, or the name is not valid in the encoding of file names, so that it cannot be opened.
            if (file.getName().indexOf('\uFFFD') >= 0) {
                ignoredFileLog.warnOnce(file.getName(), file, "has a name that is not UTF-8; rename it");
            }
            File withBackslash = withBackslash(file.getAbsoluteFile());
            if (withBackslash.exists()) {
                ignoredFileLog.warnOnce(
                        withBackslash.getName(), withBackslash, "has a backslash in its name; rename it");
            }
            return false;
        } catch (IOException e) {
            // Cannot be read yet; the next poll checks it again.
            return false;
        }
    }

    /** Camel treats text before a backslash as a folder. Windows archives unpacked on Linux may create such names. */
    private static File withBackslash(File reported) {
        File folder = reported.getParentFile();
        String name = reported.getName();
        while (!folder.exists()) {
            name = folder.getName() + "\\" + name;
            folder = folder.getParentFile();
        }
        return new File(folder, name);
    }

    /** Options that are still being written must not be separated from their file. */
    private boolean checkOptionsWritten(Path file) throws IOException {
        boolean written = true;
        for (String name : SidecarMatcher.match(file.getFileName().toString(), namesBeside(file.toFile()))
                .options()) {
            Path options = file.resolveSibling(name);
            written &= !RegularFile.exists(options)
                    || stability.checkWritten(options, RegularFile.readAttributes(options));
        }
        return written;
    }

    private void forgetMissing() {
        if (ignoredFileLog.forgetMissing()) {
            stability.forgetMissing();
        }
    }

    /** Number of files in memory. */
    synchronized int trackedCount() {
        return stability.trackedCount() + ignoredFileLog.trackedCount();
    }
}
