package dev.linqroutes.files.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Moves files so that each stands whole in its old place or whole in its new one, whenever the process dies. */
public final class AtomicFileMover {
    /** As {@link Files#move}. */
    @FunctionalInterface
    public interface MoveFunction {
        void move(Path source, Path target, CopyOption... options) throws IOException;
    }

    private final MoveFunction moveFunction;

    public AtomicFileMover(MoveFunction mover) {
        this.moveFunction = mover;
    }

    /**
     * By one rename; to another file system by a copy that gets its name when it is whole. A file that is there already is
     * replaced.
     *
     * @throws java.nio.file.NoSuchFileException when the source or the folder of the target is gone
     */
    public void move(Path source, Path target) throws IOException {
        try {
            moveFunction.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            if (RegularFile.exists(source)) {
                copy(source, target);
                Files.deleteIfExists(source);
            } else {
                // A link goes as a link, and a pipe is not read from.
                moveFunction.move(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Of a regular file. The copy gets its name when it is whole. A file that is there already is replaced. */
    public void copy(Path source, Path target) throws IOException {
        // The name is short, as a name may be as long as the file system lets it.
        Path copy = target.resolveSibling(
                "." + Integer.toHexString(target.getFileName().hashCode()) + ".part");
        // Not replaced but made new: what is put there meanwhile is not written through.
        Files.deleteIfExists(copy);
        Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        rename(copy, target);
    }

    /** Within a folder. A file that is there already is replaced. */
    void rename(Path source, Path target) throws IOException {
        try {
            moveFunction.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            moveFunction.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
