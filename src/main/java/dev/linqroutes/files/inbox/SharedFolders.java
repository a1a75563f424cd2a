package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.AtomicFileMover;
import dev.linqroutes.files.io.RegularFile;
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
final class SharedFolders {
    private final AtomicFileMover mover;

    SharedFolders(AtomicFileMover move) {
        this.mover = move;
    }

    @FunctionalInterface
    interface FileOperation<T> {
        T run() throws IOException;
    }

    /** Does it, and makes of an error of the file system one that tells a person what to do. */
    static <T> T explainErrors(Path inbox, FileOperation<T> work) throws IOException {
        try {
            return work.run();
        } catch (FileSystemException e) {
            String where = e.getOtherFile() == null ? e.getFile() : e.getFile() + " -> " + e.getOtherFile();
            throw new IOException("inbox " + inbox + ": " + where + ": " + describe(e), e);
        }
    }

    private static String describe(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission; let the user this program runs as read and write in the inbox and the folders in it";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "a folder stands where a file has to be; move it away";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file stands where a folder has to be; move it away";
        }
        if (e instanceof LinkedFolderException) {
            return "is a link; make it a folder, or mount the other one there";
        }
        String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
        return reason + "; see that the folder can be written to and that its disk has room";
    }

    /** A link where a folder has to be: whoever may make one could have files from elsewhere read, or written there. */
    private static final class LinkedFolderException extends FileSystemException {
        LinkedFolderException(Path folder) {
            super(folder.toString());
        }
    }

    /** Refuses a link; whatever else stands there, or nothing, will do. */
    void rejectLink(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            throw new LinkedFolderException(folder);
        }
    }

    /** Makes it, and those above it, if it is missing. It must not be a link; those above it may be. */
    void createIfMissing(Path folder) throws IOException {
        rejectLink(folder);
        if (!RegularFile.isFolder(folder)) {
            Files.createDirectories(folder);
        }
    }

    /** @return whether it was made; it is there already otherwise */
    boolean create(Path folder) throws IOException {
        createIfMissing(folder.getParent());
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** @throws NoSuchFileException when the file or the folder of the target is gone */
    void move(Path file, Path target) throws IOException {
        mover.move(file, target);
    }

    void copy(Path file, Path target) throws IOException {
        mover.copy(file, target);
    }

    /** @return whether the file, and the folder of the target, were still there */
    boolean tryMove(Path file, Path target) throws IOException {
        try {
            mover.move(file, target);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Makes the folder of the target if it is missing; does nothing when the file is gone. */
    void moveIfExists(Path file, Path target) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            createIfMissing(target.getParent());
            mover.move(file, target);
        }
    }

    /** Whether it is a folder, and nothing has come into it or gone out since then. */
    boolean isUnchangedSince(Instant time, Path folder) throws IOException {
        try {
            BasicFileAttributes now = RegularFile.readAttributes(folder);
            return now.isDirectory() && now.lastModifiedTime().toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // It is in use.
        }
    }

    /** The names of what stands in it, in order; nothing when it is gone. It may be a link to a folder. */
    List<String> listNames(Path folder) {
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
