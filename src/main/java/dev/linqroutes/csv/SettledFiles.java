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
public final class SettledFiles implements GenericFileFilter<File> {
    /**
     * A file that ends within a line waits so many settle times: half a sheet nearly always ends so, and some programs end
     * whole ones so. With the default a minute, which is longer than a Linux client keeps back what it writes to NFS (35 s).
     */
    private static final int LONGER_WITHOUT_LINE_END = 6;

    private static final String NO_SHEET = "does not end as a file with rows or commands does; rename it to NAME"
            + String.join(", NAME", InboxNames.READABLE) + ", or take it out of the inbox";

    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final Duration settleTime;
    private final Duration longestFill;
    private final Clock clock;
    private final Map<Path, Look> looks = new HashMap<>();
    private final IgnoredFiles ignored;
    private final Set<File> asked = new HashSet<>();
    private final Map<File, List<String>> names = new HashMap<>();

    /** What a file was like, and since when; and when it was seen first. */
    private record Look(long size, Instant modified, Instant since, Instant first, Optional<Content> content) {
        boolean isSame(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime().toInstant());
        }
    }

    /** What its bytes told, and when they were read. */
    private record Content(FileFill fill, Instant readAt) {}

    /**
     * @param settleTime for which a file must not have changed
     * @param longestFill for which a file may be empty, or have holes, before it is let through all the same and refused
     */
    public SettledFiles(Duration settleTime, Duration longestFill, Clock clock) {
        this.settleTime = settleTime;
        this.longestFill = longestFill;
        this.clock = clock;
        this.ignored = new IgnoredFiles(clock);
    }

    @Override
    public synchronized boolean accept(GenericFile<File> file) {
        forgetWhatIsGone();
        forgetNamesOfBefore(file.getFile());
        String name = file.getFile().getName();
        if (SidecarMatcher.isOptionsLike(name)) {
            tellIfUnused(file.getFile());
            return false;
        }
        if (!InboxNames.isInput(name) && !InboxNames.isHidden(name) && !file.isDirectory()) {
            // Such as friends.xlsb; what is being written under the name of a part is renamed some time.
            ignored.tellAfter(longestFill, file.getFile(), NO_SHEET);
            return false;
        }
        return InboxNames.isVisibleInput(name) && isSettled(file.getFile());
    }

    /** Each file is asked for once whenever the folder is looked at; to list it for each of them would take too long. */
    private void forgetNamesOfBefore(File file) {
        if (!asked.add(file)) {
            asked.clear();
            asked.add(file);
            names.clear();
        }
    }

    private List<String> namesBeside(File file) {
        return names.computeIfAbsent(
                file.getAbsoluteFile().getParentFile(),
                folder -> Optional.ofNullable(folder.list()).map(List::of).orElse(List.of()));
    }

    /** Options are put there before their sheet; when none comes, somebody may have meant one that was sent without them. */
    private void tellIfUnused(File options) {
        String name = options.getName();
        if (SidecarMatcher.isMisnamed(name)) {
            ignored.tell(name, options, SidecarMatcher.MISNAMED);
            return;
        }
        try {
            BasicFileAttributes now = RegularFile.attributes(options.toPath());
            if (now.isRegularFile()
                    && isUnchanged(options.toPath(), now, longestFill)
                    && !SidecarMatcher.isUsed(name, namesBeside(options))) {
                ignored.tell(
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

    private boolean isSettled(File file) {
        try {
            Path path = file.toPath();
            BasicFileAttributes now = RegularFile.attributes(path);
            Optional<String> other = RegularFile.otherKind(now);
            if (other.isPresent()) {
                ignored.tell(file.getName(), file, other.get() + "; put the file itself into the inbox");
                return false;
            }
            // Both are looked at from the beginning.
            boolean optionsWritten = areOptionsWritten(path);
            return isWritten(path, now) && optionsWritten;
        } catch (InvalidPathException e) {
            ignored.tell(file.getName(), file, IgnoredFiles.NAME_NOT_READABLE);
            return false;
        } catch (NoSuchFileException e) {
            // Either gone, or listed under a name whose bytes are no characters and so cannot be found by it.
            if (file.getName().indexOf('\uFFFD') >= 0) {
                ignored.tell(file.getName(), file, "has a name that is not UTF-8; rename it");
            }
            File withBackslash = withBackslash(file.getAbsoluteFile());
            if (withBackslash.exists()) {
                ignored.tell(withBackslash.getName(), withBackslash, "has a backslash in its name; rename it");
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
    private boolean areOptionsWritten(Path file) throws IOException {
        boolean written = true;
        for (String name : SidecarMatcher.match(file.getFileName().toString(), namesBeside(file.toFile()))
                .options()) {
            Path options = file.resolveSibling(name);
            written &= !RegularFile.is(options) || isWritten(options, RegularFile.attributes(options));
        }
        return written;
    }

    private boolean isWritten(Path path, BasicFileAttributes now) throws IOException {
        if (!isUnchanged(path, now, settleTime)) {
            return false;
        }
        Look look = looks.get(path);
        FileFill fill = fill(path, look);
        boolean filledSince = look.content().isPresent() && look.content().get().fill() != fill;
        if (filledSince) {
            // Its content came although neither size nor time changed.
            remember(path, now);
            return false;
        }
        return isUnchanged(path, now, longest(path, fill));
    }

    /** Read once in a settle time: to read a large one costs. */
    private FileFill fill(Path path, Look look) throws IOException {
        Instant time = clock.instant();
        boolean isFresh = look.content()
                .filter(content -> time.isBefore(content.readAt().plus(settleTime)))
                .isPresent();
        if (isFresh) {
            return look.content().get().fill();
        }
        FileFill fill = InboxNames.isText(path.getFileName().toString()) ? FileFill.of(path) : FileFill.WHOLE;
        looks.put(
                path,
                new Look(
                        look.size(),
                        look.modified(),
                        look.since(),
                        look.first(),
                        Optional.of(new Content(fill, time))));
        return fill;
    }

    private Duration longest(Path path, FileFill fill) {
        return switch (fill) {
            case WHOLE -> settleTime;
            case WITHOUT_LINE_END -> {
                Duration longer = settleTime.multipliedBy(LONGER_WITHOUT_LINE_END);
                ignored.tellOfWait(
                        path.toFile(),
                        "ends within a line, so it may not be all; it is taken if it does not change for "
                                + longer.toSeconds() + " s");
                yield longer;
            }
            case EMPTY -> {
                ignored.tellOfWait(
                        path.toFile(),
                        "is empty; it is refused if nothing is written to it for " + longestFill.toSeconds() + " s");
                yield longestFill;
            }
            case WITH_HOLES -> {
                ignored.tellOfWait(
                        path.toFile(),
                        "holds NUL characters, as a file does whose content is still to come; it is refused if that"
                                + " does not change for " + longestFill.toSeconds() + " s");
                yield longestFill;
            }
        };
    }

    /** Not when it is seen for the first time, whatever its own time says. */
    private boolean isUnchanged(Path path, BasicFileAttributes now, Duration time) {
        Look before = looks.get(path);
        // Or the clock was set back.
        if (before == null || !before.isSame(now) || before.since().isAfter(clock.instant())) {
            remember(path, now);
            return false;
        }
        return !before.since().plus(time).isAfter(clock.instant());
    }

    private void remember(Path path, BasicFileAttributes now) {
        Instant time = clock.instant();
        Instant first = Optional.ofNullable(looks.get(path)).map(Look::first).orElse(time);
        looks.put(path, new Look(now.size(), now.lastModifiedTime().toInstant(), time, first, Optional.empty()));
        if (!first.plus(longestFill).isAfter(time)) {
            ignored.tellOfWait(
                    path.toFile(),
                    "has been changing for " + longestFill.toSeconds() + " s; it is taken when it, and its time, have"
                            + " not changed for " + settleTime.toSeconds() + " s");
        }
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
