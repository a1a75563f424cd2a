package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.AtomicFileMover;
import dev.linqroutes.files.io.AtomicFileWriter;
import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.io.FilePrefixes;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.options.SidecarMatcher;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Moves the files of a batch: from the inbox to {@code working/STEM}, and in the end to {@code done} or {@code failed}. The
 * stem is the name of the batch in the inbox: the file name without extension, with a timestamp if that name was used before.
 *
 * <p>A file may have options beside it, {@code NAME.csv.properties} or {@code NAME.properties} in any case; they move with the
 * file. Every step is one rename, every method can be repeated after a crash, and several instances may share an inbox on a
 * file system with atomic renames. Missing folders are created. The inbox may be a link to a folder; the folders in it may not.
 * The message of an {@link IOException} names the folder and what to do.
 */
public final class InboxFolder {
    /** Names of the folders in the inbox that the program writes to. */
    public static final Set<String> OWN_FOLDERS = Set.of("working", "done", "failed");

    private final InboxPaths paths;
    private final SharedFolders folders;
    private final FileClaimer claimer;
    private final LateWriteDetector lateWriteDetector;

    /** Whether a file in {@code done} is the expected batch. The file and its options may be read. */
    @FunctionalInterface
    public interface BatchFileTest {
        boolean matches(Path file) throws IOException;
    }

    /** @param clock for the timestamps in names, in its time zone */
    public InboxFolder(Path inbox, Clock clock) {
        this(inbox, clock, Files::move);
    }

    InboxFolder(Path inbox, Clock clock, AtomicFileMover.MoveFunction moveFunction) {
        paths = new InboxPaths(inbox);
        folders = new SharedFolders(new AtomicFileMover(moveFunction));
        claimer = new FileClaimer(paths, folders, clock);
        lateWriteDetector = new LateWriteDetector(clock);
    }

    /**
     * Creates the inbox, completes claims that a dead process left unfinished, and removes folders of archived batches and
     * folders that have been empty for an hour. To be called at the start and repeatedly after that.
     */
    public void recover() throws IOException {
        explainErrors(() -> {
            folders.createIfMissing(paths.working());
            claimer.recover();
            return null;
        });
    }

    /** Watches the files that this object moves to {@code done} and {@code failed}. */
    public LateWriteDetector lateWriteDetector() {
        return lateWriteDetector;
    }

    /** Finds what {@link #moveToFailed} and {@link #keepPrefix} have put into {@code failed}, also before a restart. */
    public RejectedFileFinder rejectedFiles() {
        return new RejectedFileFinder(paths.failed());
    }

    /**
     * Moves a file of the inbox, with its options, to a folder of its own in {@code working}.
     *
     * @param file only the name is used
     * @return the claimed file; empty when another instance claims it, and when it goes to {@code failed} because its options
     *     are ambiguous
     */
    public Optional<Path> moveToWorking(File file) throws IOException {
        if (!FileNames.isInput(file.getName())) {
            throw new IllegalArgumentException(file.getName() + " is not an input file");
        }
        return explainErrors(() -> claimer.claim(file.getName()));
    }

    /**
     * Puts a file with its options into the inbox, complete from the moment it is visible. If a file of the inbox has the name, or other
     * options that would count for the file, it gets another name. Can be repeated after a crash.
     *
     * @param name with extension
     * @param options text of the options; empty for none
     * @param other part of the other name; the same in every attempt
     */
    public void put(String name, byte[] content, String options, String other) throws IOException {
        explainErrors(() -> {
            folders.createIfMissing(paths.inbox());
            String extension = FileNames.extension(name).orElseThrow();
            String free = isFree(name, options)
                    ? name
                    : name.substring(0, name.length() - extension.length()) + "-" + other + extension;
            // First: from the moment the file is visible it must have its options beside it.
            if (!options.isEmpty()) {
                write(options.getBytes(StandardCharsets.UTF_8), optionsName(free), other);
            }
            write(content, free, other);
            return null;
        });
    }

    private void write(byte[] content, String name, String other) throws IOException {
        Path part = paths.inbox().resolve("." + other + ".part");
        Files.deleteIfExists(part);
        Files.write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
        folders.moveIfExists(part, paths.inbox().resolve(name));
    }

    /** The name that no other file can have options of. */
    private static String optionsName(String sheet) {
        return Sidecar.namesFor(sheet).get(1);
    }

    private boolean isFree(String name, String options) throws IOException {
        List<String> present =
                folders.list(paths.inbox()).stream().map(InboxFolder::fileName).toList();
        SidecarMatcher.SidecarMatch match = SidecarMatcher.match(name, present);
        return !present.contains(name)
                && match.ambiguity().isEmpty()
                && (match.options().isEmpty()
                        // Of an attempt before a crash.
                        || match.options().equals(List.of(optionsName(name)))
                                && isText(paths.inbox().resolve(optionsName(name)), options));
    }

    private static boolean isText(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = RegularFile.open(file)) {
            return Arrays.equals(in.readNBytes(bytes.length + 1), bytes);
        }
    }

    /** The results of a batch, or the rows of it that failed; empty where there is no such file. */
    public Optional<Path> findResults(String stem, boolean failedRows) {
        return Stream.of(failedRows ? paths.failedRowsFile(stem, ".csv") : paths.resultsFile(stem))
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /** The options of the failed rows of a batch; the file need not exist. */
    public Path failedOptions(String stem) {
        return paths.failedOptionsFile(stem, ".csv");
    }

    /** The stem of a claimed file. */
    public String stem(Path claimed) {
        return claimed.getParent().getFileName().toString();
    }

    /** The file of a batch in {@code working}; empty when it was already moved to {@code done} or {@code failed}. */
    public Optional<Path> findInput(String stem) throws IOException {
        return explainErrors(() -> folders.list(paths.working(stem)).stream()
                .filter(RegularFile::exists)
                .filter(path -> FileNames.isInput(fileName(path)))
                // macOS writes a hidden companion file beside each file on foreign file systems.
                .min(Comparator.comparing(path -> FileNames.isHidden(fileName(path)))));
    }

    /** The file of a batch, wherever it is now; empty when it is in none of the folders of this inbox. */
    public Optional<Path> locate(String stem) throws IOException {
        Optional<Path> working = findInput(stem);
        return working.isPresent()
                ? working
                : Stream.of(paths.done(), paths.failed())
                        .flatMap(folder ->
                                FileNames.INPUT_EXTENSIONS.stream().map(extension -> folder.resolve(stem + extension)))
                        .filter(RegularFile::exists)
                        .findFirst();
    }

    /** The path of the results file of a batch, in {@code done}; creates the folder. */
    public Path prepareResultsFile(String stem) throws IOException {
        return explainErrors(() -> {
            folders.createIfMissing(paths.done());
            return paths.resultsFile(stem);
        });
    }

    /** The path of the file of failed rows, in {@code done}; creates the folder. */
    public Path prepareFailedFile(String stem, Path input) throws IOException {
        return explainErrors(() -> {
            folders.createIfMissing(paths.done());
            return paths.failedRowsFile(stem, extension(input));
        });
    }

    /**
     * Copies the options of the batch, if it has any, beside the file of failed rows: without its options a corrected row would
     * mean something else.
     */
    public void copyFailedOptions(String stem, Path input) throws IOException {
        explainErrors(() -> {
            Path copy = paths.failedOptionsFile(stem, extension(input));
            for (Path options : folders.list(input.getParent())) {
                if (FileNames.isOptions(fileName(options)) && RegularFile.exists(options)) {
                    folders.copy(options, copy);
                }
            }
            return null;
        });
    }

    /** Removes that copy when no row failed. */
    public void removeFailedOptions(String stem, Path input) throws IOException {
        explainErrors(() -> Files.deleteIfExists(paths.failedOptionsFile(stem, extension(input))));
    }

    /** Moves the files of a batch with written results to {@code done}. Can be repeated after a crash. */
    public void moveToDone(String stem) throws IOException {
        explainErrors(() -> archive(stem, paths.done()));
    }

    /**
     * Moves the files of a batch that cannot be read to {@code failed}. Can be repeated after a crash.
     *
     * @param reason for a person; written beside the file
     */
    public void moveToFailed(String stem, String reason) throws IOException {
        explainErrors(() -> {
            folders.createIfMissing(paths.failed());
            Optional<Path> input = findInput(stem);
            if (input.isPresent()) {
                AtomicFileWriter.writeReason(paths.reasonFile(stem, extension(input.get())), reason);
            }
            return archive(stem, paths.failed());
        });
    }

    /**
     * Restores the file of a batch in {@code working} to its length at import. The grown file goes to {@code failed}: a program
     * that has it open continues to write to it there. Can be repeated after a crash.
     *
     * @param bytes length at import
     * @param reason for a person; written beside the file in {@code failed}
     */
    public void keepPrefix(String stem, long bytes, String reason) throws IOException {
        explainErrors(() -> {
            Optional<Path> input = findInput(stem);
            if (input.isPresent()) {
                folders.createIfMissing(paths.failed());
                AtomicFileWriter.writeReason(paths.reasonFile(stem, extension(input.get())), reason);
                Path prefix = claimer.prefixFile(input.get());
                folders.createIfMissing(prefix.getParent());
                FilePrefixes.copyPrefix(input.get(), bytes, prefix);
                Path target = paths.failed().resolve(stem + extension(input.get()));
                folders.moveIfExists(input.get(), target);
                lateWriteDetector.watch(target);
                claimer.completePrefix(paths.working(stem));
            }
            return null;
        });
    }

    /**
     * Moves the file of a completed batch, with its options, from {@code done} back to {@code working}. The results file stays
     * until it is written again.
     *
     * @param test checks that the file in {@code done} is still that batch, as people may change files there
     * @return the restored file; empty when it is no longer in {@code done}
     */
    public Optional<Path> restore(String stem, BatchFileTest test) throws IOException {
        return explainErrors(() -> {
            if (findInput(stem).isEmpty()) {
                // Completes an interrupted archiving: options may still be in working.
                archive(stem, paths.done());
                for (String extension : FileNames.READABLE_EXTENSIONS) {
                    restore(stem, paths.done().resolve(stem + extension), test);
                }
            }
            return findInput(stem);
        });
    }

    /** Moves the options first: a file in working must have its options beside it. */
    private void restore(String stem, Path input, BatchFileTest test) throws IOException {
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS) && test.matches(input)) {
            for (String options : Sidecar.namesFor(fileName(input))) {
                folders.moveIfExists(
                        paths.done().resolve(options), paths.working(stem).resolve(options));
            }
            folders.moveIfExists(input, paths.working(stem).resolve(fileName(input)));
        }
    }

    /** Moves the file first: as long as it is in working it must have its options beside it. */
    private Void archive(String stem, Path target) throws IOException {
        Optional<Path> input = findInput(stem);
        if (input.isPresent()) {
            Path file = target.resolve(stem + extension(input.get()));
            folders.moveIfExists(input.get(), file);
            lateWriteDetector.watch(file);
        }
        for (Path file : folders.list(paths.working(stem))) {
            if (FileNames.isOptions(fileName(file)) && !RegularFile.isFolder(file)) {
                folders.moveIfExists(file, target.resolve(FileNames.archivedOptionsName(fileName(file), stem)));
            }
        }
        claimer.removeIfEmpty(paths.working(stem));
        return null;
    }

    private static String extension(Path input) {
        return FileNames.extension(fileName(input)).orElseThrow();
    }

    private static String fileName(Path path) {
        return path.getFileName().toString();
    }

    private <T> T explainErrors(SharedFolders.FileOperation<T> operation) throws IOException {
        return SharedFolders.explainErrors(paths.inbox(), () -> {
            for (Path folder : paths.folders()) {
                folders.rejectLink(folder);
            }
            return operation.run();
        });
    }
}
