package dev.linqroutes.files.inbox;

import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.files.io.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Finds the files that this inbox has rejected as a whole, by the reasons beside them in the folder {@code failed}. */
public final class RejectedFileFinder {
    /** In characters: the reasons of some rows. The file has the rest. */
    static final int MAX_REASON_LENGTH = 2_000;

    /** Nothing deletes from that folder but people. Looking at this many files of a network share takes some seconds. */
    private static final int MAX_REASONS = 10_000;

    private static final Comparator<Reason> OLDEST_FIRST =
            Comparator.comparing(Reason::at).thenComparing(Reason::path);

    private final Path folder;

    private record Reason(Path path, Instant at) {}

    RejectedFileFinder(Path failed) {
        this.folder = failed.toAbsolutePath().normalize();
    }

    /** Where the files are. */
    public Path folder() {
        return folder;
    }

    /** The newest ones first; of a folder with more than 10,000 reasons, the newest of some of them. */
    public List<RejectedFile> findNewest(int limit) throws IOException {
        if (!RegularFile.isFolder(folder)) {
            return List.of();
        }
        PriorityQueue<Reason> newest = new PriorityQueue<>(OLDEST_FIRST);
        try (DirectoryStream<Path> reasons = Files.newDirectoryStream(folder, "*" + InboxPaths.REASON_EXTENSION)) {
            int count = 0;
            for (Path path : reasons) {
                if (++count > MAX_REASONS) {
                    break;
                }
                readTime(path).ifPresent(time -> newest.add(new Reason(path, time)));
                if (newest.size() > limit) {
                    newest.remove();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        List<RejectedFile> found = new ArrayList<>();
        newest.stream().sorted(OLDEST_FIRST.reversed()).forEach(reason -> found.add(read(reason)));
        return found;
    }

    /** Empty when it is not a file, or somebody has just moved it. */
    private static Optional<Instant> readTime(Path path) {
        try {
            BasicFileAttributes attributes = RegularFile.readAttributes(path);
            return Optional.of(attributes.lastModifiedTime().toInstant()).filter(time -> attributes.isRegularFile());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private RejectedFile read(Reason reason) {
        String reasonName = reason.path.getFileName().toString();
        String name = reasonName.substring(0, reasonName.length() - InboxPaths.REASON_EXTENSION.length());
        return new RejectedFile(name, reason.at, readText(reason.path), RegularFile.exists(folder.resolve(name)));
    }

    private static String readText(Path path) {
        try (InputStream in = RegularFile.open(path)) {
            String text = new String(in.readNBytes(4 * (MAX_REASON_LENGTH + 1)), StandardCharsets.UTF_8);
            return Quoting.shorten(text.strip(), MAX_REASON_LENGTH);
        } catch (IOException e) {
            return "the reason in " + path.getFileName() + " cannot be read";
        }
    }
}
