package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.AtomicFileWriter;
import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.options.SidecarMatcher;
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
final class FileClaimer {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");
    private static final String CLAIM_FOLDER = ".taking";
    private static final String PREFIX_FOLDER = ".beginning";

    /** After which nobody is about to move a file into a folder that is empty. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    /** In which whoever has made a folder for a file moves the file, or has died. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final InboxPaths paths;
    private final SharedFolders folders;
    private final Clock clock;

    FileClaimer(InboxPaths paths, SharedFolders folders, Clock clock) {
        this.paths = paths;
        this.folders = folders;
        this.clock = clock;
    }

    /** @return where it stands; empty when another was quicker, or is about to be, and when it is refused for its options */
    Optional<Path> claim(String name) throws IOException {
        Path source = paths.inbox().resolve(name);
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Optional<Path> claimed = createFolder(name);
        return claimed.isEmpty() ? claimed : moveInto(source, claimed.get());
    }

    private Optional<Path> moveInto(Path source, Path folder) throws IOException {
        String name = source.getFileName().toString();
        Path taking = folder.resolve(CLAIM_FOLDER);
        try {
            Files.createDirectory(taking);
            folders.move(source, taking.resolve(name));
            completeClaims(folder);
            return Optional.of(folder.resolve(name)).filter(RegularFile::exists);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } finally {
            removeIfEmpty(folder);
        }
    }

    /** A folder that nobody else has; empty while another is about to take a file of that name. */
    private Optional<Path> createFolder(String name) throws IOException {
        String stem = FileNames.stem(name);
        String dated = stem + "." + TIMESTAMP.format(clock.instant().atZone(clock.getZone()));
        for (int n = 0; ; n++) {
            String candidate = n == 0 ? stem : n == 1 ? dated : dated + "." + n;
            Path folder = paths.working(candidate);
            if (folders.create(folder)) {
                // Asked only now: a batch that ends has its files in done before its folder goes.
                if (!paths.isStemUsed(candidate)) {
                    return Optional.of(folder);
                }
                folders.deleteIfEmpty(folder);
            } else if (isBeingClaimed(folder)) {
                return Optional.empty();
            }
        }
    }

    private boolean isBeingClaimed(Path folder) throws IOException {
        return isEmptyFolder(folder)
                && !folders.isUnchangedSince(clock.instant().minus(CLAIM_TIMEOUT), folder);
    }

    private boolean isEmptyFolder(Path folder) throws IOException {
        return RegularFile.isFolder(folder)
                && folders.list(folder.resolve(CLAIM_FOLDER)).isEmpty()
                && folders.list(folder).stream().noneMatch(RegularFile::exists);
    }

    /** Completes what was not taken to the end, and removes folders in which nothing has stood for long. */
    void recover() throws IOException {
        Instant longAgo = clock.instant().minus(ABANDONED_AFTER);
        for (Path folder : folders.list(paths.working())) {
            if (!RegularFile.isFolder(folder)) {
                continue;
            }
            try {
                SharedFolders.explainErrors(paths.inbox(), () -> recover(folder, longAgo));
            } catch (IOException e) {
                // It is no reason to leave those behind it as they are.
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    private Void recover(Path folder, Instant longAgo) throws IOException {
        boolean isOld = folders.isUnchangedSince(longAgo, folder);
        completeClaims(folder);
        completePrefix(folder);
        // Of a name that was used nobody takes a file: whoever put that batch away died before the folder was removed.
        if (isOld
                || isEmptyFolder(folder)
                        && paths.isStemUsed(folder.getFileName().toString())) {
            removeIfEmpty(folder);
        }
        return null;
    }

    /** Whoever took its file may have died before it removed what it took it with. */
    void removeIfEmpty(Path folder) throws IOException {
        if (RegularFile.isFolder(folder)) {
            folders.deleteIfEmpty(folder.resolve(CLAIM_FOLDER));
            folders.deleteIfEmpty(folder.resolve(PREFIX_FOLDER));
            folders.deleteIfEmpty(folder);
        }
    }

    /** Where a file is copied to of which only the beginning is to be kept. */
    Path prefixFile(Path input) {
        return input.resolveSibling(PREFIX_FOLDER).resolve(input.getFileName());
    }

    /** Once the file itself is gone its beginning is there as a whole, and takes its place. */
    void completePrefix(Path folder) throws IOException {
        for (Path beginning : folders.list(folder.resolve(PREFIX_FOLDER))) {
            Path input = folder.resolve(beginning.getFileName());
            if (!Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
                folders.tryMove(beginning, input);
            }
        }
        folders.deleteIfEmpty(folder.resolve(PREFIX_FOLDER));
    }

    private void completeClaims(Path folder) throws IOException {
        for (Path taken : folders.list(folder.resolve(CLAIM_FOLDER))) {
            String name = taken.getFileName().toString();
            if (FileNames.isInput(name)) {
                SidecarMatcher.SidecarMatch match = SidecarMatcher.match(name, folders.listNames(paths.inbox()));
                if (match.ambiguity().isPresent()) {
                    moveToFailed(taken, folder, name + ": " + match.ambiguity().get());
                } else {
                    moveOptions(match.options(), folder);
                    folders.tryMove(taken, folder.resolve(name));
                }
                folders.deleteIfEmpty(folder.resolve(CLAIM_FOLDER));
            }
        }
    }

    /** The options stay where they are: they may be those of a file that is still to come. */
    private void moveToFailed(Path taken, Path folder, String reason) throws IOException {
        String stem = folder.getFileName().toString();
        String ending = FileNames.extension(taken.getFileName().toString()).orElseThrow();
        folders.createIfMissing(paths.failed());
        AtomicFileWriter.writeReason(paths.reasonFile(stem, ending), reason);
        if (folders.tryMove(taken, paths.failed().resolve(stem + ending))) {
            LOG.warn("{}", reason);
        }
    }

    /** Both, if there are two, and also a link: what counts is for their reader to say. */
    private void moveOptions(List<String> names, Path folder) throws IOException {
        for (String name : names) {
            Path options = paths.inbox().resolve(name);
            if (Files.exists(options, LinkOption.NOFOLLOW_LINKS) && !RegularFile.isFolder(options)) {
                folders.tryMove(options, folder.resolve(name));
            }
        }
    }
}
