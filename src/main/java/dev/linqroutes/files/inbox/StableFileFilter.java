package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.options.SidecarMatcher;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through the files with commands that nobody writes to any more: those that, with their options, have not changed for
 * a while. What counts is what was seen here, by the own clock: the clock of a file server may be off, and programs give
 * files what times they like. Never waits; a file that is still written to is let through when the folder is looked at later.
 */
public final class StableFileFilter implements GenericFileFilter<File> {
    /**
     * A file that ends within a line waits so many settle times: half a sheet nearly always ends so, and some programs end
     * whole ones so. With the default a minute, which is longer than a Linux client keeps back what it writes to NFS (35 s).
     */
    private static final int NO_LINE_END_FACTOR = 6;

    private static final String UNKNOWN_EXTENSION =
            "does not end as a file with rows or commands does; rename it to NAME"
                    + String.join(", NAME", FileNames.READABLE_EXTENSIONS) + ", or take it out of the inbox";

    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final Duration settleTime;
    private final Duration fillTimeout;
    private final Clock clock;
    private final Map<Path, Observation> observations = new HashMap<>();
    private final IgnoredFileLog ignoredFileLog;
    private final Set<File> seenInPoll = new HashSet<>();
    private final Map<File, List<String>> namesByFolder = new HashMap<>();

    /** What a file was like, and since when; and when it was seen first. */
    private record Observation(
            long size, Instant modified, Instant unchangedSince, Instant firstSeen, Optional<ContentCheck> content) {
        boolean matches(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime().toInstant());
        }
    }

    /** What its bytes told, and when they were read. */
    private record ContentCheck(FileCompleteness completeness, Instant readAt) {}

    /**
     * @param settleTime for which a file must not have changed
     * @param longestFill for which a file may be empty, or have holes, before it is let through all the same and refused
     */
    public StableFileFilter(Duration settleTime, Duration longestFill, Clock clock) {
        this.settleTime = settleTime;
        this.fillTimeout = longestFill;
        this.clock = clock;
        this.ignoredFileLog = new IgnoredFileLog(clock);
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
            // Such as friends.xlsb; what is being written under the name of a part is renamed some time.
            ignoredFileLog.warnOnceAfter(fillTimeout, file.getFile(), UNKNOWN_EXTENSION);
            return false;
        }
        return FileNames.isVisibleInput(name) && checkStable(file.getFile());
    }

    /** Each file is asked for once whenever the folder is looked at; to list it for each of them would take too long. */
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

    /** Options are put there before their sheet; when none comes, somebody may have meant one that was sent without them. */
    private void logIfUnused(File options) {
        String name = options.getName();
        if (SidecarMatcher.isMisnamed(name)) {
            ignoredFileLog.warnOnce(name, options, SidecarMatcher.MISNAMED_ADVICE);
            return;
        }
        try {
            BasicFileAttributes now = RegularFile.readAttributes(options.toPath());
            if (now.isRegularFile()
                    && checkUnchanged(options.toPath(), now, fillTimeout)
                    && !SidecarMatcher.isUsed(name, namesBeside(options))) {
                ignoredFileLog.warnOnce(
                        name,
                        options,
                        "looks like options, and the file they are for is not there; put NAME.properties there before"
                                + " NAME.csv, or remove it");
            }
        } catch (InvalidPathException | IOException e) {
            // No sheet has options of such a name, or they are gone.
            LOG.debug("{} is not looked at: {}", name, e.getMessage());
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
            // Both are looked at from the beginning.
            boolean optionsWritten = checkOptionsWritten(path);
            return checkWritten(path, now) && optionsWritten;
        } catch (InvalidPathException e) {
            ignoredFileLog.warnOnce(file.getName(), file, IgnoredFileLog.UNREADABLE_NAME);
            return false;
        } catch (NoSuchFileException e) {
            // Either gone, or listed under a name whose bytes are no characters and so cannot be found by it.
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
            // Not yet to be seen.
            return false;
        }
    }

    /** Camel takes what stands before a backslash for a folder; archives of Windows are unpacked so elsewhere. */
    private static File withBackslash(File asked) {
        File folder = asked.getParentFile();
        String name = asked.getName();
        while (!folder.exists()) {
            name = folder.getName() + "\\" + name;
            folder = folder.getParentFile();
        }
        return new File(folder, name);
    }

    /** Whoever writes them beside a file is not to find it gone. */
    private boolean checkOptionsWritten(Path file) throws IOException {
        boolean written = true;
        for (String name : SidecarMatcher.match(file.getFileName().toString(), namesBeside(file.toFile()))
                .options()) {
            Path options = file.resolveSibling(name);
            written &= !RegularFile.exists(options) || checkWritten(options, RegularFile.readAttributes(options));
        }
        return written;
    }

    private boolean checkWritten(Path path, BasicFileAttributes now) throws IOException {
        if (!checkUnchanged(path, now, settleTime)) {
            return false;
        }
        Observation look = observations.get(path);
        FileCompleteness fill = checkCompleteness(path, look);
        boolean filledSince = look.content().isPresent() && look.content().get().completeness() != fill;
        if (filledSince) {
            // Its content came although neither size nor time changed.
            recordObservation(path, now);
            return false;
        }
        return checkUnchanged(path, now, chooseWaitTime(path, fill));
    }

    /** Read once in a settle time: to read a large one costs. */
    private FileCompleteness checkCompleteness(Path path, Observation look) throws IOException {
        Instant time = clock.instant();
        boolean isFresh = look.content()
                .filter(content -> time.isBefore(content.readAt().plus(settleTime)))
                .isPresent();
        if (isFresh) {
            return look.content().get().completeness();
        }
        FileCompleteness fill = FileNames.isText(path.getFileName().toString())
                ? FileCompleteness.detect(path)
                : FileCompleteness.COMPLETE;
        observations.put(
                path,
                new Observation(
                        look.size(),
                        look.modified(),
                        look.unchangedSince(),
                        look.firstSeen(),
                        Optional.of(new ContentCheck(fill, time))));
        return fill;
    }

    private Duration chooseWaitTime(Path path, FileCompleteness fill) {
        return switch (fill) {
            case COMPLETE -> settleTime;
            case NO_FINAL_LINE_END -> {
                Duration longer = settleTime.multipliedBy(NO_LINE_END_FACTOR);
                ignoredFileLog.logWaitOnce(
                        path.toFile(),
                        "ends within a line, so it may not be all; it is taken if it does not change for "
                                + longer.toSeconds() + " s");
                yield longer;
            }
            case EMPTY -> {
                ignoredFileLog.logWaitOnce(
                        path.toFile(),
                        "is empty; it is refused if nothing is written to it for " + fillTimeout.toSeconds() + " s");
                yield fillTimeout;
            }
            case HAS_NULS -> {
                ignoredFileLog.logWaitOnce(
                        path.toFile(),
                        "holds NUL characters, as a file does whose content is still to come; it is refused if that"
                                + " does not change for " + fillTimeout.toSeconds() + " s");
                yield fillTimeout;
            }
        };
    }

    /** Not when it is seen for the first time, whatever its own time says. */
    private boolean checkUnchanged(Path path, BasicFileAttributes now, Duration time) {
        Observation before = observations.get(path);
        // Or the clock was set back.
        if (before == null || !before.matches(now) || before.unchangedSince().isAfter(clock.instant())) {
            recordObservation(path, now);
            return false;
        }
        return !before.unchangedSince().plus(time).isAfter(clock.instant());
    }

    private void recordObservation(Path path, BasicFileAttributes now) {
        Instant time = clock.instant();
        Instant first = Optional.ofNullable(observations.get(path))
                .map(Observation::firstSeen)
                .orElse(time);
        observations.put(
                path, new Observation(now.size(), now.lastModifiedTime().toInstant(), time, first, Optional.empty()));
        if (!first.plus(fillTimeout).isAfter(time)) {
            ignoredFileLog.logWaitOnce(
                    path.toFile(),
                    "has been changing for " + fillTimeout.toSeconds() + " s; it is taken when it, and its time, have"
                            + " not changed for " + settleTime.toSeconds() + " s");
        }
    }

    private void forgetMissing() {
        if (ignoredFileLog.forgetMissing()) {
            observations.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** How many files it keeps in mind. */
    synchronized int trackedCount() {
        return observations.size() + ignoredFileLog.trackedCount();
    }
}
