package dev.linqroutes.files.media;

import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.media.OpenFile.AttributeReader;
import dev.linqroutes.ledger.media.MediaSource;
import dev.linqroutes.ledger.model.MediaFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The folder with the files that commands may name. A producer reaches no other file of the machine: names have no way up, and no link
 * is followed, neither at the end nor on the way. The folder itself may be a link.
 */
public final class MediaFolder implements MediaSource {
    private static final String MISSING = "does not exist in the folder ";

    private final Path root;
    private final Set<String> closed;

    /** @param closed names of folders in it whose files are not sent; lower case */
    public MediaFolder(Path root, Set<String> closed) {
        this.root = root;
        this.closed = Set.copyOf(closed);
    }

    @Override
    public InputStream open(MediaFile file) throws IOException {
        OpenFile opened = open(file.name());
        return new FilterInputStream(opened.content()) {
            @Override
            public void close() throws IOException {
                opened.close();
            }
        };
    }

    /** @throws RefusedFile if there is no such file, or it must not be sent */
    OpenFile open(String name) throws IOException {
        List<String> segments = segments(name);
        try {
            return open(segments);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new RefusedFile(MISSING + Quoting.quote(root.toString()) + "; put it there, or correct the name");
        } catch (AccessDeniedException e) {
            throw new RefusedFile("cannot be read: no permission");
        } catch (FileSystemException | InvalidPathException e) {
            throw new RefusedFile("cannot be opened: it is a link or in a folder that is one, or its name is invalid");
        }
    }

    private OpenFile open(List<String> segments) throws IOException {
        Deque<DirectoryStream<Path>> folders = new ArrayDeque<>();
        try {
            folders.push(Files.newDirectoryStream(root));
            for (String folder : segments.subList(0, segments.size() - 1)) {
                folders.push(openFolder(folders.peek(), Path.of(folder)));
            }
            return openFile(folders.pop(), Path.of(segments.get(segments.size() - 1)));
        } finally {
            for (DirectoryStream<Path> folder : folders) {
                folder.close();
            }
        }
    }

    /** Relative to the open folder, so that nobody can replace a folder on the way by a link meanwhile. */
    private static DirectoryStream<Path> openFolder(DirectoryStream<Path> parent, Path name) throws IOException {
        return secure(parent).newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    /** Keeps the folder open as long as the file. */
    private static OpenFile openFile(DirectoryStream<Path> folder, Path name) throws IOException {
        try {
            SecureDirectoryStream<Path> parent = secure(folder);
            AttributeReader attributes =
                    () -> parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes();
            BasicFileAttributes found = attributes.read();
            // Opening a pipe could block.
            Optional<String> other = RegularFile.describeOtherKind(found);
            if (other.isPresent()) {
                throw new RefusedFile(other.get());
            }
            SeekableByteChannel channel =
                    parent.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new OpenFile(folder, channel, found, attributes);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder) throws RefusedFile {
        if (folder instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new RefusedFile("cannot be read: this operating system does not open files without following links; use"
                + " Linux or macOS, or give a url");
    }

    private List<String> segments(String name) throws RefusedFile {
        if (name.indexOf('\0') >= 0 || name.indexOf('\\') >= 0) {
            throw new RefusedFile("has a backslash or a NUL in its name; write folders with /");
        }
        List<String> segments = List.of(name.split("/", -1));
        if (segments.stream().anyMatch(each -> each.isEmpty() || each.equals(".") || each.equals(".."))
                || Path.of(name).isAbsolute()) {
            throw new RefusedFile("is not in the folder " + Quoting.quote(root.toString())
                    + ": give the name of a file in it, without .. and without a / at the beginning");
        }
        if (segments.size() > 1 && closed.contains(segments.get(0).toLowerCase(Locale.ROOT))) {
            throw new RefusedFile("is in a folder of the inbox for sheets; put it beside the sheets");
        }
        return segments;
    }
}
