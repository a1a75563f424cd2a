package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.AtomicFileMover;
import dev.linqroutes.files.io.AtomicFileWriter;
import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.io.FilePrefixes;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.options.Sidecar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where the files of a batch stand: dropped into the inbox, then in {@code working/STEM}, in the end in {@code done} or
 * {@code failed}. The stem is the name the batch has in the inbox: that of its file without the ending, or with a time
 * behind it where that was used before.
 *
 * <p>Beside a file there may be one with its options, {@code NAME.properties} or {@code NAME-without-ending.properties}, in
 * any case of letters; it goes where the file goes. Every step is one rename, every method may be called again after the process died in it, and
 * several instances may share an inbox whose file system can rename. Folders are made when they are missing; the inbox itself
 * may be a link to one, the folders in it may not. An IOException names the folder and says what to do.
 */
public final class InboxFolder {
    private final InboxPaths paths;
    private final SharedFolders folders;
    private final FileClaimer claimer;
    private final LateWriteDetector lateWriteDetector;

    /** Whether a file in {@code done} is the one that is meant; it may be read, with its options beside it. */
    @FunctionalInterface
    public interface BatchFileTest {
        boolean matches(Path file) throws IOException;
    }

    /** @param clock for names; its zone is that of the people who read them */
    public InboxFolder(Path inbox, Clock clock) {
        this(inbox, clock, Files::move);
    }

    InboxFolder(Path inbox, Clock clock, AtomicFileMover.MoveFunction mover) {
        paths = new InboxPaths(inbox);
        folders = new SharedFolders(new AtomicFileMover(mover));
        claimer = new FileClaimer(paths, folders, clock);
        lateWriteDetector = new LateWriteDetector(clock);
    }

    /**
     * Makes the inbox, completes what a process that died had begun to take, and removes folders that are left of batches that
     * were put away, or have been empty for an hour. To be called at the start, and now and then where several instances
     * share an inbox. Tells of files that were written to after they had been put away.
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

    /**
     * Takes a file out of the inbox, with its options, into a folder of its own.
     *
     * @param file its name counts
     * @return where it stands; empty when another instance was quicker, or is about to be, and when it goes to {@code failed}
     *     since it may have options under another name
     */
    public Optional<Path> claim(File file) throws IOException {
        if (!FileNames.isInput(file.getName())) {
            throw new IllegalArgumentException(file.getName() + " is no file with commands");
        }
        return explainErrors(() -> claimer.claim(file.getName()));
    }

    /** The stem of a file that was taken. */
    public String stem(Path taken) {
        return taken.getParent().getFileName().toString();
    }

    /** The file of a batch that is worked; empty when it is in {@code done} or {@code failed} already. */
    public Optional<Path> findInput(String stem) throws IOException {
        return explainErrors(() -> folders.list(paths.working(stem)).stream()
                .filter(RegularFile::exists)
                .filter(path -> FileNames.isInput(fileName(path)))
                // Some systems put a hidden file beside each.
                .min(Comparator.comparing(path -> FileNames.isHidden(fileName(path)))));
    }

    /** Where the results of a batch are to be written. */
    public Path prepareResultsFile(String stem) throws IOException {
        return explainErrors(() -> {
            folders.createIfMissing(paths.done());
            return paths.resultsFile(stem);
        });
    }

    /** Where those of its rows that failed are to be written. */
    public Path prepareFailedFile(String stem, Path input) throws IOException {
        return explainErrors(() -> {
            folders.createIfMissing(paths.done());
            return paths.failedRowsFile(stem, extension(input));
        });
    }

    /**
     * Puts a copy of the batch's options, if it has any, beside the file of its failed rows: they read the same only with
     * them.
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

    /** Removes that copy where no row failed. */
    public void removeFailedOptions(String stem, Path input) throws IOException {
        explainErrors(() -> Files.deleteIfExists(paths.failedOptionsFile(stem, extension(input))));
    }

    /** Ends a batch whose results are written. To be called again when the process died in it. */
    public void moveToDone(String stem) throws IOException {
        explainErrors(() -> archive(stem, paths.done()));
    }

    /**
     * Ends a batch whose file cannot be read.
     *
     * @param reason for a person; stands beside the file
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
     * Puts the file of a batch that is worked back to what it was when it was read. As it is now, with more in it, it goes to
     * {@code failed}, where whoever has it open goes on writing to it. To be called again when the process died in it.
     *
     * @param bytes how long it was
     * @param reason for a person; stands beside the file in {@code failed}
     */
    public void keepPrefix(String stem, long bytes, String reason) throws IOException {
        explainErrors(() -> {
            Optional<Path> input = findInput(stem);
            if (input.isPresent()) {
                folders.createIfMissing(paths.failed());
                AtomicFileWriter.writeReason(paths.reasonFile(stem, extension(input.get())), reason);
                Path beginning = claimer.prefixFile(input.get());
                folders.createIfMissing(beginning.getParent());
                FilePrefixes.copyPrefix(input.get(), bytes, beginning);
                Path target = paths.failed().resolve(stem + extension(input.get()));
                folders.moveIfExists(input.get(), target);
                lateWriteDetector.watch(target);
                claimer.completePrefix(paths.working(stem));
            }
            return null;
        });
    }

    /**
     * Takes the file of a batch that is done to be worked once more, with its options; its results stay until they are
     * written again.
     *
     * @param batch asked of what stands in {@code done} under the batch's name: people work in that folder, too
     * @return where it stands; empty when it is not in {@code done} any more
     */
    public Optional<Path> restore(String stem, BatchFileTest batch) throws IOException {
        return explainErrors(() -> {
            if (findInput(stem).isEmpty()) {
                // Options that are still there have the name of before.
                archive(stem, paths.done());
                for (String ending : FileNames.READABLE_EXTENSIONS) {
                    restore(stem, paths.done().resolve(stem + ending), batch);
                }
            }
            return findInput(stem);
        });
    }

    /** The options first: a file in working has its options beside it. */
    private void restore(String stem, Path input, BatchFileTest batch) throws IOException {
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS) && batch.matches(input)) {
            for (String options : Sidecar.namesFor(fileName(input))) {
                folders.moveIfExists(
                        paths.done().resolve(options), paths.working(stem).resolve(options));
            }
            folders.moveIfExists(input, paths.working(stem).resolve(fileName(input)));
        }
    }

    /** The file first: as long as it is in working its options are beside it. */
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

    private <T> T explainErrors(SharedFolders.FileOperation<T> work) throws IOException {
        return SharedFolders.explainErrors(paths.inbox(), () -> {
            for (Path folder : paths.folders()) {
                folders.rejectLink(folder);
            }
            return work.run();
        });
    }
}
