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
 * Claims a file of the inbox, with its options, for this instance. Several instances may share an inbox, and each may crash at
 * any point.
 *
 * <p>The file moves to {@code working/STEM/.taking/NAME} first, a rename that only one instance can win. Then the options move
 * to {@code working/STEM}, and then the file itself. So a file in {@code working/STEM} always has its options, and no instance
 * gets the options of another instance's file. Any instance can complete an interrupted claim.
 */
final class FileClaimer {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");
    private static final String CLAIM_FOLDER = ".taking";
    private static final String PREFIX_FOLDER = ".beginning";

    /** An empty folder of this age is abandoned: no instance will still move a file into it. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    /** An instance that has created a folder moves the file within this time, or has died. */
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

    /**
     * @return the claimed file; empty when another instance claims it, and when it is rejected because its options are
     * ambiguous
     */
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
        Path claimFolder = folder.resolve(CLAIM_FOLDER);
        try {
            Files.createDirectory(claimFolder);
            folders.move(source, claimFolder.resolve(name));
            completeClaims(folder);
            return Optional.of(folder.resolve(name)).filter(RegularFile::exists);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } finally {
            removeIfEmpty(folder);
        }
    }

    /** Creates a folder of its own for the file; empty while another instance is claiming a file of that name. */
    private Optional<Path> createFolder(String name) throws IOException {
        String stem = FileNames.stem(name);
        String dated = stem + "." + TIMESTAMP.format(clock.instant().atZone(clock.getZone()));
        for (int n = 0; ; n++) {
            String candidate = n == 0 ? stem : n == 1 ? dated : dated + "." + n;
            Path folder = paths.working(candidate);
            if (folders.create(folder)) {
                // Checked after the folder was created: a completed batch has its files in done before its folder is
                // deleted.
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

    /** Completes interrupted claims and removes abandoned folders. */
    void recover() throws IOException {
        Instant abandonedBefore = clock.instant().minus(ABANDONED_AFTER);
        for (Path folder : folders.list(paths.working())) {
            if (!RegularFile.isFolder(folder)) {
                continue;
            }
            try {
                SharedFolders.explainErrors(paths.inbox(), () -> recover(folder, abandonedBefore));
            } catch (IOException e) {
                // The other folders are recovered all the same.
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    private Void recover(Path folder, Instant abandonedBefore) throws IOException {
        boolean isOld = folders.isUnchangedSince(abandonedBefore, folder);
        completeClaims(folder);
        completePrefix(folder);
        // A used stem: the instance that archived the batch died before it removed the folder.
        if (isOld
                || isEmptyFolder(folder)
                        && paths.isStemUsed(folder.getFileName().toString())) {
            removeIfEmpty(folder);
        }
        return null;
    }

    /** Removes the folder of a batch, with the subfolders that an interrupted claim may have left, unless a file is in it. */
    void removeIfEmpty(Path folder) throws IOException {
        if (RegularFile.isFolder(folder)) {
            folders.deleteIfEmpty(folder.resolve(CLAIM_FOLDER));
            folders.deleteIfEmpty(folder.resolve(PREFIX_FOLDER));
            folders.deleteIfEmpty(folder);
        }
    }

    /** Where the first bytes of a grown file are copied to before they replace it. */
    Path prefixFile(Path input) {
        return input.resolveSibling(PREFIX_FOLDER).resolve(input.getFileName());
    }

    /** Moves the copied prefix to the place of its file. The copy is complete once the file itself is gone. */
    void completePrefix(Path folder) throws IOException {
        for (Path prefix : folders.list(folder.resolve(PREFIX_FOLDER))) {
            Path input = folder.resolve(prefix.getFileName());
            if (!Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
                folders.tryMove(prefix, input);
            }
        }
        folders.deleteIfEmpty(folder.resolve(PREFIX_FOLDER));
    }

    private void completeClaims(Path folder) throws IOException {
        for (Path claimed : folders.list(folder.resolve(CLAIM_FOLDER))) {
            String name = claimed.getFileName().toString();
            if (FileNames.isInput(name)) {
                SidecarMatcher.SidecarMatch match = SidecarMatcher.match(name, folders.listNames(paths.inbox()));
                if (match.ambiguity().isPresent()) {
                    moveToFailed(
                            claimed, folder, name + ": " + match.ambiguity().get());
                } else {
                    moveOptions(match.options(), folder);
                    folders.tryMove(claimed, folder.resolve(name));
                }
                folders.deleteIfEmpty(folder.resolve(CLAIM_FOLDER));
            }
        }
    }

    /** The options stay in the inbox: they may belong to a file that is dropped later. */
    private void moveToFailed(Path claimed, Path folder, String reason) throws IOException {
        String stem = folder.getFileName().toString();
        String extension = FileNames.extension(claimed.getFileName().toString()).orElseThrow();
        folders.createIfMissing(paths.failed());
        AtomicFileWriter.writeReason(paths.reasonFile(stem, extension), reason);
        if (folders.tryMove(claimed, paths.failed().resolve(stem + extension))) {
            LOG.warn("{}", reason);
        }
    }

    /** Moves all matching options, links included: {@link dev.linqroutes.files.options.Sidecar} decides which are valid. */
    private void moveOptions(List<String> names, Path folder) throws IOException {
        for (String name : names) {
            Path options = paths.inbox().resolve(name);
            if (Files.exists(options, LinkOption.NOFOLLOW_LINKS) && !RegularFile.isFolder(options)) {
                folders.tryMove(options, folder.resolve(name));
            }
        }
    }
}
