package dev.linqroutes.files.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Moves files atomically: after a crash a file is complete either in its old place or in its new one. */
public final class AtomicFileMover {
    /** Has the contract of {@link Files#move}; tests replace it. */
    @FunctionalInterface
    public interface MoveFunction {
        void move(Path source, Path target, CopyOption... options) throws IOException;
    }

    private final MoveFunction moveFunction;

    public AtomicFileMover(MoveFunction moveFunction) {
        this.moveFunction = moveFunction;
    }

    /**
     * Renames the file; to another file system, copies it under a temporary name, renames the copy and deletes the source. An
     * existing target is replaced.
     *
     * @throws java.nio.file.NoSuchFileException when the source or the folder of the target does not exist
     */
    public void move(Path source, Path target) throws IOException {
        try {
            moveFunction.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            if (RegularFile.exists(source)) {
                copy(source, target);
                Files.deleteIfExists(source);
            } else {
                // A link is moved as a link, and a pipe is never read.
                moveFunction.move(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Copies a regular file under a temporary name and renames the copy when it is complete. An existing target is replaced.
     */
    public void copy(Path source, Path target) throws IOException {
        // A short temporary name: the name of the target may already have the maximum length.
        Path copy = target.resolveSibling(
                "." + Integer.toHexString(target.getFileName().hashCode()) + ".part");
        // Created new instead of replaced: a link that another process puts there is not followed.
        Files.deleteIfExists(copy);
        Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        rename(copy, target);
    }

    /** Renames within a folder. An existing target is replaced. */
    void rename(Path source, Path target) throws IOException {
        try {
            moveFunction.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            moveFunction.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
