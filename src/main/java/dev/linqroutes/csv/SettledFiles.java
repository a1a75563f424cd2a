package dev.linqroutes.csv;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Lets through the files with commands that nobody writes to any more: those that, with their options, have not changed for
 * a while. Never waits; a file that is still written to is let through when the folder is looked at later.
 */
public final class SettledFiles implements GenericFileFilter<File> {
    private final Duration settleTime;
    private final Clock clock;
    private final Map<Path, Look> looks = new HashMap<>();
    private final IgnoredFiles ignored;

    /** What a file was like, and since when. */
    private record Look(long size, Instant modified, Instant since) {
        boolean isSame(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime().toInstant());
        }
    }

    /** @param settleTime for which a file must not have changed */
    public SettledFiles(Duration settleTime, Clock clock) {
        this.settleTime = settleTime;
        this.clock = clock;
        this.ignored = new IgnoredFiles(clock);
    }

    @Override
    public synchronized boolean accept(GenericFile<File> file) {
        forgetWhatIsGone();
        return InboxFolder.isInput(file.getFile().getName()) && isSettled(file.getFile());
    }

    private boolean isSettled(File file) {
        try {
            Path path = file.toPath();
            BasicFileAttributes now = RegularFile.attributes(path);
            Optional<String> other = RegularFile.otherKind(now);
            if (other.isPresent()) {
                ignored.tell(file.getName(), file, other.get() + "; put the file itself into the inbox");
                return false;
            }
            return isUnchanged(path, now) && areOptionsSettled(path);
        } catch (InvalidPathException e) {
            ignored.tell(file.getName(), file, IgnoredFiles.NAME_NOT_READABLE);
            return false;
        } catch (NoSuchFileException e) {
            // Either gone, or listed under a name whose bytes are no characters and so cannot be found by it.
            if (file.getName().indexOf('\uFFFD') >= 0) {
                ignored.tell(file.getName(), file, "has a name that is not UTF-8; rename it");
            }
            return false;
        } catch (IOException e) {
            // Not yet to be seen.
            return false;
        }
    }

    private boolean isUnchanged(Path path, BasicFileAttributes now) {
        Instant time = clock.instant();
        Instant settled = time.minus(settleTime);
        Look before = looks.get(path);
        if (before == null) {
            // One that was finished elsewhere and moved here need not wait. A time in the future tells nothing.
            Instant modified = now.lastModifiedTime().toInstant();
            remember(path, now, modified.isAfter(settled) ? time : modified);
        } else if (!before.isSame(now) || before.since().isAfter(time)) {
            // Even if it seems old: some file servers tell late of a modification. Or the clock was set back.
            remember(path, now, time);
        }
        return !looks.get(path).since().isAfter(settled);
    }

    /** Whoever writes them beside a file is not to find it gone. */
    private boolean areOptionsSettled(Path file) throws IOException {
        for (String name : Sidecar.names(file.getFileName().toString())) {
            Path options = file.resolveSibling(name);
            if (RegularFile.is(options) && !isUnchanged(options, RegularFile.attributes(options))) {
                return false;
            }
        }
        return true;
    }

    private void remember(Path path, BasicFileAttributes now, Instant since) {
        looks.put(path, new Look(now.size(), now.lastModifiedTime().toInstant(), since));
    }

    private void forgetWhatIsGone() {
        if (ignored.forgetWhatIsGone()) {
            looks.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** How many files it keeps in mind. */
    synchronized int size() {
        return looks.size() + ignored.size();
    }
}
