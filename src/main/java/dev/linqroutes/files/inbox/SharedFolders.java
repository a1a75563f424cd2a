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

/** Moves files between folders that other instances use at the same time, and that may be created or removed at any time. */
final class SharedFolders {
    private final AtomicFileMover mover;

    SharedFolders(AtomicFileMover mover) {
        this.mover = mover;
    }

    @FunctionalInterface
    interface FileOperation<T> {
        T run() throws IOException;
    }

    /** Runs the operation; replaces a file system error by one whose message states what to do. */
    static <T> T explainErrors(Path inbox, FileOperation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (FileSystemException e) {
            String where = e.getOtherFile() == null ? e.getFile() : e.getFile() + " -> " + e.getOtherFile();
            throw new IOException("inbox " + inbox + ": " + where + ": " + describe(e), e);
        }
    }

    private static String describe(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission; give the user that runs this program read and write permission for the inbox and its folders";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "a folder has the name of a file to be written; move the folder away";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file has the name of a folder to be created; move the file away";
        }
        if (e instanceof LinkedFolderException) {
            return "is a link; replace it by a folder, or mount the other folder there";
        }
        String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
        return reason + "; check that the folder is writable and that its disk has free space";
    }

    /** A link in place of a folder: following it would let its creator read or write files outside the inbox. */
    private static final class LinkedFolderException extends FileSystemException {
        LinkedFolderException(Path folder) {
            super(folder.toString());
        }
    }

    /** Throws if the path is a link; accepts anything else, also a missing path. */
    void rejectLink(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            throw new LinkedFolderException(folder);
        }
    }

    /** Creates the folder and its parents if missing. The folder must not be a link; its parents may be. */
    void createIfMissing(Path folder) throws IOException {
        rejectLink(folder);
        if (!RegularFile.isFolder(folder)) {
            Files.createDirectories(folder);
        }
    }

    /** @return whether the folder was created; false if it exists */
    boolean create(Path folder) throws IOException {
        createIfMissing(folder.getParent());
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** @throws NoSuchFileException when the file or the folder of the target does not exist */
    void move(Path file, Path target) throws IOException {
        mover.move(file, target);
    }

    void copy(Path file, Path target) throws IOException {
        mover.copy(file, target);
    }

    /** @return whether the file was moved; false if the file or the folder of the target does not exist */
    boolean tryMove(Path file, Path target) throws IOException {
        try {
            mover.move(file, target);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Moves the file, and creates the folder of the target if missing; does nothing when the file does not exist. */
    void moveIfExists(Path file, Path target) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            createIfMissing(target.getParent());
            mover.move(file, target);
        }
    }

    /** Whether the path is a folder with no entry added or removed since then. */
    boolean isUnchangedSince(Instant time, Path folder) throws IOException {
        try {
            BasicFileAttributes attributes = RegularFile.readAttributes(folder);
            return attributes.isDirectory()
                    && attributes.lastModifiedTime().toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // In use.
        }
    }

    /** The sorted names of the entries; empty when the folder does not exist. The folder may be a link. */
    List<String> listNames(Path folder) {
        return Optional.ofNullable(folder.toFile().list())
                .map(names -> Stream.of(names).sorted().toList())
                .orElse(List.of());
    }

    /** The sorted entries; empty when the folder does not exist or is a link. */
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
