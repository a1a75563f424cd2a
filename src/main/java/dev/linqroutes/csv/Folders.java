package dev.linqroutes.csv;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Moves files between folders that other instances use, too, and that may be made or removed at any time. */
final class Folders {
    private final FileMove move;

    Folders(FileMove move) {
        this.move = move;
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does it, and makes of an error of the file system one that tells a person what to do. */
    static <T> T explained(Path inbox, Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (FileSystemException e) {
            String where = e.getOtherFile() == null ? e.getFile() : e.getFile() + " -> " + e.getOtherFile();
            throw new IOException("inbox " + inbox + ": " + where + ": " + problem(e), e);
        }
    }

    private static String problem(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission; let the user this program runs as read and write in the inbox and the folders in it";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "a folder stands where a file has to be; move it away";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file stands where a folder has to be; move it away";
        }
        if (e instanceof LeadsElsewhere) {
            return "is a link; make it a folder, or mount the other one there";
        }
        String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
        return reason + "; see that the folder can be written to and that its disk has room";
    }

    /** A link where a folder has to be: whoever may make one could have files from elsewhere read, or written there. */
    private static final class LeadsElsewhere extends FileSystemException {
        LeadsElsewhere(Path folder) {
            super(folder.toString());
        }
    }

    /** Refuses a link; whatever else stands there, or nothing, will do. */
    void refuseLink(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            throw new LeadsElsewhere(folder);
        }
    }

    /** Makes it, and those above it, if it is missing. It must not be a link; those above it may be. */
    void ensure(Path folder) throws IOException {
        refuseLink(folder);
        if (!RegularFile.isFolder(folder)) {
            Files.createDirectories(folder);
        }
    }

    /** @return whether it was made; it is there already otherwise */
    boolean create(Path folder) throws IOException {
        ensure(folder.getParent());
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** @throws NoSuchFileException when the file or the folder of the target is gone */
    void move(Path file, Path target) throws IOException {
        move.move(file, target);
    }

    void copy(Path file, Path target) throws IOException {
        move.copy(file, target);
    }

    /** @return whether the file, and the folder of the target, were still there */
    boolean moveIfThere(Path file, Path target) throws IOException {
        try {
            move.move(file, target);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Makes the folder of the target if it is missing; does nothing when the file is gone. */
    void bring(Path file, Path target) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            ensure(target.getParent());
            move.move(file, target);
        }
    }

    /** Whether it is a folder, and nothing has come into it or gone out since then. */
    boolean changedBefore(Instant time, Path folder) throws IOException {
        try {
            BasicFileAttributes now = RegularFile.attributes(folder);
            return now.isDirectory() && now.lastModifiedTime().toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // It is in use.
        }
    }

    /** The names of what stands in it, in order; nothing when it is gone. It may be a link to a folder. */
    List<String> names(Path folder) {
        return Optional.ofNullable(folder.toFile().list())
                .map(names -> Stream.of(names).sorted().toList())
                .orElse(List.of());
    }

    /** What stands in it, in order; nothing when it is gone, or a link. */
    List<Path> list(Path folder) throws IOException {
        if (!RegularFile.isFolder(folder)) {
            return List.of();
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(null);
        return entries;
    }
}
