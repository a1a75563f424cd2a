package dev.linqroutes.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file and its options out of the inbox, where others take, too, and any of them may die on the way.
 *
 * <p>A file goes to {@code working/STEM/.taking/NAME} first, which only one can do; then its options to
 * {@code working/STEM}; then itself. So it never stands in its place without its options, and nobody has the options of a
 * file of somebody else. Whoever finds a file on the way completes it.
 */
final class InboxTaking {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");
    private static final String TAKING = ".taking";
    private static final String BEGINNING = ".beginning";

    /** After which nobody is about to move a file into a folder that is empty. */
    private static final Duration LONG = Duration.ofHours(1);

    /** In which whoever has made a folder for a file moves the file, or has died. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final InboxPaths paths;
    private final Folders folders;
    private final Clock clock;

    InboxTaking(InboxPaths paths, Folders folders, Clock clock) {
        this.paths = paths;
        this.folders = folders;
        this.clock = clock;
    }

    /** @return where it stands; empty when another was quicker, or is about to be, and when it is refused for its options */
    Optional<Path> take(String name) throws IOException {
        Path source = paths.inbox().resolve(name);
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Optional<Path> claimed = claim(name);
        return claimed.isEmpty() ? claimed : take(source, claimed.get());
    }

    private Optional<Path> take(Path source, Path folder) throws IOException {
        String name = source.getFileName().toString();
        Path taking = folder.resolve(TAKING);
        try {
            Files.createDirectory(taking);
            folders.move(source, taking.resolve(name));
            complete(folder);
            return Optional.of(folder.resolve(name)).filter(RegularFile::is);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } finally {
            removeIfEmpty(folder);
        }
    }

    /** A folder that nobody else has; empty while another is about to take a file of that name. */
    private Optional<Path> claim(String name) throws IOException {
        String stem = InboxNames.stem(name);
        String dated = stem + "." + TIME.format(clock.instant().atZone(clock.getZone()));
        for (int n = 0; ; n++) {
            String candidate = n == 0 ? stem : n == 1 ? dated : dated + "." + n;
            Path folder = paths.working(candidate);
            if (folders.create(folder)) {
                // Asked only now: a batch that ends has its files in done before its folder goes.
                if (!paths.isUsed(candidate)) {
                    return Optional.of(folder);
                }
                folders.removeIfEmpty(folder);
            } else if (isBeingTaken(folder)) {
                return Optional.empty();
            }
        }
    }

    private boolean isBeingTaken(Path folder) throws IOException {
        return isEmptyFolder(folder) && !folders.changedBefore(clock.instant().minus(SOON), folder);
    }

    private boolean isEmptyFolder(Path folder) throws IOException {
        return RegularFile.isFolder(folder)
                && folders.list(folder.resolve(TAKING)).isEmpty()
                && folders.list(folder).stream().noneMatch(RegularFile::is);
    }

    /** Completes what was not taken to the end, and removes folders in which nothing has stood for long. */
    void tidy() throws IOException {
        Instant longAgo = clock.instant().minus(LONG);
        for (Path folder : folders.list(paths.working())) {
            if (!RegularFile.isFolder(folder)) {
                continue;
            }
            try {
                Folders.explained(paths.inbox(), () -> tidy(folder, longAgo));
            } catch (IOException e) {
                // It is no reason to leave those behind it as they are.
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    private Void tidy(Path folder, Instant longAgo) throws IOException {
        boolean isOld = folders.changedBefore(longAgo, folder);
        complete(folder);
        completeBeginning(folder);
        // Of a name that was used nobody takes a file: whoever put that batch away died before the folder was removed.
        if (isOld || isEmptyFolder(folder) && paths.isUsed(folder.getFileName().toString())) {
            removeIfEmpty(folder);
        }
        return null;
    }

    /** Whoever took its file may have died before it removed what it took it with. */
    void removeIfEmpty(Path folder) throws IOException {
        if (RegularFile.isFolder(folder)) {
            folders.removeIfEmpty(folder.resolve(TAKING));
            folders.removeIfEmpty(folder.resolve(BEGINNING));
            folders.removeIfEmpty(folder);
        }
    }

    /** Where a file is copied to of which only the beginning is to be kept. */
    Path beginning(Path input) {
        return input.resolveSibling(BEGINNING).resolve(input.getFileName());
    }

    /** Once the file itself is gone its beginning is there as a whole, and takes its place. */
    void completeBeginning(Path folder) throws IOException {
        for (Path beginning : folders.list(folder.resolve(BEGINNING))) {
            Path input = folder.resolve(beginning.getFileName());
            if (!Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
                folders.moveIfThere(beginning, input);
            }
        }
        folders.removeIfEmpty(folder.resolve(BEGINNING));
    }

    private void complete(Path folder) throws IOException {
        for (Path taken : folders.list(folder.resolve(TAKING))) {
            String name = taken.getFileName().toString();
            if (InboxNames.isInput(name)) {
                SidecarMatcher.Match match = SidecarMatcher.match(name, folders.names(paths.inbox()));
                if (match.doubt().isPresent()) {
                    refuse(taken, folder, name + ": " + match.doubt().get());
                } else {
                    takeOptions(match.options(), folder);
                    folders.moveIfThere(taken, folder.resolve(name));
                }
                folders.removeIfEmpty(folder.resolve(TAKING));
            }
        }
    }

    /** The options stay where they are: they may be those of a file that is still to come. */
    private void refuse(Path taken, Path folder, String reason) throws IOException {
        String stem = folder.getFileName().toString();
        String ending = InboxNames.ending(taken.getFileName().toString()).orElseThrow();
        folders.ensure(paths.failed());
        PartFile.write(paths.reason(stem, ending), reason);
        if (folders.moveIfThere(taken, paths.failed().resolve(stem + ending))) {
            LOG.warn("{}", reason);
        }
    }

    /** Both, if there are two, and also a link: what counts is for their reader to say. */
    private void takeOptions(List<String> names, Path folder) throws IOException {
        for (String name : names) {
            Path options = paths.inbox().resolve(name);
            if (Files.exists(options, LinkOption.NOFOLLOW_LINKS) && !RegularFile.isFolder(options)) {
                folders.moveIfThere(options, folder.resolve(name));
            }
        }
    }
}
