package dev.linqroutes.csv;

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
    private final Folders folders;
    private final InboxTaking taking;
    private final LateWrites lateWrites;

    /** Whether a file in {@code done} is the one that is meant; it may be read, with its options beside it. */
    @FunctionalInterface
    public interface Recognition {
        boolean is(Path file) throws IOException;
    }

    /** @param clock for names; its zone is that of the people who read them */
    public InboxFolder(Path inbox, Clock clock) {
        this(inbox, clock, Files::move);
    }

    InboxFolder(Path inbox, Clock clock, FileMove.Mover mover) {
        paths = new InboxPaths(inbox);
        folders = new Folders(new FileMove(mover));
        taking = new InboxTaking(paths, folders, clock);
        lateWrites = new LateWrites(clock);
    }

    /**
     * Makes the inbox, completes what a process that died had begun to take, and removes folders that are left of batches that
     * were put away, or have been empty for an hour. To be called at the start, and now and then where several instances
     * share an inbox. Tells of files that were written to after they had been put away.
     */
    public void tidy() throws IOException {
        explained(() -> {
            folders.ensure(paths.working());
            taking.tidy();
            lateWrites.look();
            return null;
        });
    }

    /**
     * Takes a file out of the inbox, with its options, into a folder of its own.
     *
     * @param file its name counts
     * @return where it stands; empty when another instance was quicker, or is about to be, and when it goes to {@code failed}
     *     since it may have options under another name
     */
    public Optional<Path> take(File file) throws IOException {
        if (!InboxNames.isInput(file.getName())) {
            throw new IllegalArgumentException(file.getName() + " is no file with commands");
        }
        return explained(() -> taking.take(file.getName()));
    }

    /** The stem of a file that was taken. */
    public String stem(Path taken) {
        return taken.getParent().getFileName().toString();
    }

    /** The file of a batch that is worked; empty when it is in {@code done} or {@code failed} already. */
    public Optional<Path> input(String stem) throws IOException {
        return explained(() -> folders.list(paths.working(stem)).stream()
                .filter(RegularFile::is)
                .filter(path -> InboxNames.isInput(name(path)))
                // Some systems put a hidden file beside each.
                .min(Comparator.comparing(path -> InboxNames.isHidden(name(path)))));
    }

    /** Where the results of a batch are to be written. */
    public Path resultsFile(String stem) throws IOException {
        return explained(() -> {
            folders.ensure(paths.done());
            return paths.results(stem);
        });
    }

    /** Where those of its rows that failed are to be written. */
    public Path failedFile(String stem, Path input) throws IOException {
        return explained(() -> {
            folders.ensure(paths.done());
            return paths.failedRows(stem, ending(input));
        });
    }

    /**
     * Puts a copy of the batch's options, if it has any, beside the file of its failed rows: they read the same only with
     * them.
     */
    public void bringFailedOptions(String stem, Path input) throws IOException {
        explained(() -> {
            Path copy = paths.failedOptions(stem, ending(input));
            for (Path options : folders.list(input.getParent())) {
                if (InboxNames.isOptions(name(options)) && RegularFile.is(options)) {
                    folders.copy(options, copy);
                }
            }
            return null;
        });
    }

    /** Removes that copy where no row failed. */
    public void removeFailedOptions(String stem, Path input) throws IOException {
        explained(() -> Files.deleteIfExists(paths.failedOptions(stem, ending(input))));
    }

    /** Ends a batch whose results are written. To be called again when the process died in it. */
    public void done(String stem) throws IOException {
        explained(() -> putAway(stem, paths.done()));
    }

    /**
     * Ends a batch whose file cannot be read.
     *
     * @param reason for a person; stands beside the file
     */
    public void failed(String stem, String reason) throws IOException {
        explained(() -> {
            folders.ensure(paths.failed());
            Optional<Path> input = input(stem);
            if (input.isPresent()) {
                PartFile.write(paths.reason(stem, ending(input.get())), reason);
            }
            return putAway(stem, paths.failed());
        });
    }

    /**
     * Puts the file of a batch that is worked back to what it was when it was read. As it is now, with more in it, it goes to
     * {@code failed}, where whoever has it open goes on writing to it. To be called again when the process died in it.
     *
     * @param bytes how long it was
     * @param reason for a person; stands beside the file in {@code failed}
     */
    public void keepBeginning(String stem, long bytes, String reason) throws IOException {
        explained(() -> {
            Optional<Path> input = input(stem);
            if (input.isPresent()) {
                folders.ensure(paths.failed());
                PartFile.write(paths.reason(stem, ending(input.get())), reason);
                Path beginning = taking.beginning(input.get());
                folders.ensure(beginning.getParent());
                FileBeginnings.copy(input.get(), bytes, beginning);
                Path target = paths.failed().resolve(stem + ending(input.get()));
                folders.bring(input.get(), target);
                lateWrites.watch(target);
                taking.completeBeginning(paths.working(stem));
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
    public Optional<Path> takeBack(String stem, Recognition batch) throws IOException {
        return explained(() -> {
            if (input(stem).isEmpty()) {
                // Options that are still there have the name of before.
                putAway(stem, paths.done());
                for (String ending : InboxNames.READABLE) {
                    takeBack(stem, paths.done().resolve(stem + ending), batch);
                }
            }
            return input(stem);
        });
    }

    /** The options first: a file in working has its options beside it. */
    private void takeBack(String stem, Path input, Recognition batch) throws IOException {
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS) && batch.is(input)) {
            for (String options : Sidecar.names(name(input))) {
                folders.bring(paths.done().resolve(options), paths.working(stem).resolve(options));
            }
            folders.bring(input, paths.working(stem).resolve(name(input)));
        }
    }

    /** The file first: as long as it is in working its options are beside it. */
    private Void putAway(String stem, Path target) throws IOException {
        Optional<Path> input = input(stem);
        if (input.isPresent()) {
            Path file = target.resolve(stem + ending(input.get()));
            folders.bring(input.get(), file);
            lateWrites.watch(file);
        }
        for (Path file : folders.list(paths.working(stem))) {
            if (InboxNames.isOptions(name(file)) && !RegularFile.isFolder(file)) {
                folders.bring(file, target.resolve(InboxNames.putAway(name(file), stem)));
            }
        }
        taking.removeIfEmpty(paths.working(stem));
        return null;
    }

    private static String ending(Path input) {
        return InboxNames.ending(name(input)).orElseThrow();
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private <T> T explained(Folders.Work<T> work) throws IOException {
        return Folders.explained(paths.inbox(), () -> {
            for (Path folder : paths.folders()) {
                folders.refuseLink(folder);
            }
            return work.run();
        });
    }
}
