package dev.linqroutes.csv;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through the files with commands that nobody writes to any more: those that, with their options, have not changed for
 * a while. Never waits; a file that is still written to is let through when the folder is looked at later.
 */
public final class SettledFiles implements GenericFileFilter<File> {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final Duration settleTime;
    private final Clock clock;
    private final Map<Path, Look> looks = new HashMap<>();
    private final Set<File> leftAlone = new HashSet<>();
    private Instant forgotAt = Instant.MIN;

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
    }

    @Override
    public synchronized boolean accept(GenericFile<File> file) {
        forgetWhatIsGone();
        String name = file.getFile().getName();
        return InboxNames.isInput(name) && !InboxNames.isHidden(name) && isSettled(file.getFile());
    }

    private boolean isSettled(File file) {
        try {
            Path path = file.toPath();
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!now.isRegularFile()) {
                String kind = now.isDirectory() ? "folder" : now.isSymbolicLink() ? "link" : "device";
                leaveAlone(file, "is a " + kind + ", not a file; put the file itself into the inbox");
                return false;
            }
            return isUnchanged(path, now) && areOptionsSettled(path);
        } catch (InvalidPathException e) {
            leaveAlone(file, "has a name this process cannot open; rename it, or start with LC_ALL=C.UTF-8");
            return false;
        } catch (IOException e) {
            // Gone, or not yet to be seen.
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
            if (Files.isRegularFile(options)
                    && !isUnchanged(options, Files.readAttributes(options, BasicFileAttributes.class))) {
                return false;
            }
        }
        return true;
    }

    private void remember(Path path, BasicFileAttributes now, Instant since) {
        looks.put(path, new Look(now.size(), now.lastModifiedTime().toInstant(), since));
    }

    private void leaveAlone(File file, String why) {
        if (leftAlone.add(file)) {
            LOG.warn("{} is left alone: it {}", file.getName(), why);
        }
    }

    private void forgetWhatIsGone() {
        Instant now = clock.instant();
        if (forgotAt.isBefore(now.minus(FORGET_EVERY)) || forgotAt.isAfter(now)) {
            forgotAt = now;
            looks.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
            leftAlone.removeIf(file -> !file.exists());
        }
    }

    /** How many files it keeps in mind. */
    synchronized int size() {
        return looks.size() + leftAlone.size();
    }
}
