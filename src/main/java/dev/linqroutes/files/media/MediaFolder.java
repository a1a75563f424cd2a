package dev.linqroutes.files.media;

import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.media.OpenFile.AttributeReader;
import dev.linqroutes.ledger.media.MediaSource;
import dev.linqroutes.ledger.media.MediaUnavailable;
import dev.linqroutes.ledger.model.MediaFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
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
import java.time.Clock;
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

    private static final String INVALID_NAME = "cannot be opened: its name is invalid";

    /** In bytes; no file system has longer names. */
    private static final int MAX_NAME_BYTES = 255;

    /** Why a name cannot be looked up, whatever the state of the file system. */
    private static final Set<String> OF_NAME = Set.of("File name too long", "Invalid argument");

    private final Path root;
    private final Path inbox;
    private final FileOutage outage;

    /** @param inbox whose sheets and options, also those that were taken, are not sent, wherever it is */
    public MediaFolder(Path root, Path inbox) {
        this(root, inbox, Clock.systemUTC());
    }

    MediaFolder(Path root, Path inbox, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.inbox = inbox.toAbsolutePath().normalize();
        this.outage = new FileOutage(clock);
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

    /**
     * @throws RefusedFile if there is no such file, or it must not be sent
     * @throws MediaUnavailable if the folder cannot be read for now
     */
    OpenFile open(String name) throws IOException {
        List<String> segments = segments(name);
        try {
            requireNoSheet(name);
            return open(segments);
        } catch (InvalidPathException e) {
            throw new RefusedFile(INVALID_NAME);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new RefusedFile(MISSING + Quoting.quote(root.toString()) + "; put it there, or correct the name");
        } catch (AccessDeniedException e) {
            throw new RefusedFile("cannot be read: no permission");
        } catch (FileSystemException e) {
            throw OF_NAME.contains(String.valueOf(e.getReason())) ? new RefusedFile(INVALID_NAME) : outage.refusal(e);
        }
    }

    private OpenFile open(List<String> segments) throws IOException {
        Deque<DirectoryStream<Path>> folders = new ArrayDeque<>();
        try {
            folders.push(openRoot());
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

    private DirectoryStream<Path> openRoot() throws RefusedFile {
        try {
            return Files.newDirectoryStream(root);
        } catch (IOException e) {
            throw outage.refusal(e);
        }
    }

    /** Relative to the open folder, so that nobody can replace a folder on the way by a link meanwhile. */
    private static DirectoryStream<Path> openFolder(DirectoryStream<Path> parent, Path name) throws IOException {
        SecureDirectoryStream<Path> secure = secure(parent);
        if (attributes(secure, name).read().isSymbolicLink()) {
            throw new RefusedFile("is in a folder that is a link");
        }
        return secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    private static AttributeReader attributes(SecureDirectoryStream<Path> parent, Path name) {
        return () -> parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Keeps the folder open as long as the file. */
    private OpenFile openFile(DirectoryStream<Path> folder, Path name) throws IOException {
        try {
            SecureDirectoryStream<Path> parent = secure(folder);
            AttributeReader attributes = attributes(parent, name);
            BasicFileAttributes found = attributes.read();
            // Opening a pipe could block.
            Optional<String> other = RegularFile.describeOtherKind(found);
            if (other.isPresent()) {
                throw new RefusedFile(other.get());
            }
            SeekableByteChannel channel =
                    parent.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new OpenFile(folder, channel, found, attributes, outage);
        } catch (NoSuchFileException e) {
            Optional<String> similar = findSimilar(secure(folder), name.toString());
            folder.close();
            throw similar.<IOException>map(other -> new RefusedFile("does not exist, but " + Quoting.quote(other)
                            + " does: write the name with the same letters, upper and lower case included"))
                    .orElse(e);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private static Optional<String> findSimilar(SecureDirectoryStream<Path> folder, String name) throws IOException {
        for (String similar : SimilarNames.of(name)) {
            try {
                attributes(folder, Path.of(similar)).read();
                return Optional.of(similar);
            } catch (FileSystemException | InvalidPathException e) {
                // Nor does this one exist.
            }
        }
        return Optional.empty();
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
        if (name.startsWith("/") || segments.contains("..")) {
            throw new RefusedFile("is not in the folder " + Quoting.quote(root.toString())
                    + ": give the name of a file in it, without .. and without a / at the beginning");
        }
        if (segments.stream().anyMatch(each -> each.isEmpty() || each.equals("."))) {
            throw new RefusedFile(
                    "has a dot or nothing where a name must be; leave out ./ and //, as in \"pics/plan.png\"");
        }
        if (segments.stream().anyMatch(each -> each.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES)) {
            throw new RefusedFile("cannot be opened: its name is too long");
        }
        return segments;
    }

    /** A sheet that lies in the inbox may be anybody's, and has the numbers of people. */
    private void requireNoSheet(String name) throws RefusedFile {
        Path file = root.resolve(name);
        if (!file.startsWith(inbox)) {
            return;
        }
        Path inInbox = inbox.relativize(file);
        if (inInbox.getNameCount() > 1
                && InboxFolder.OWN_FOLDERS.contains(
                        inInbox.getName(0).toString().toLowerCase(Locale.ROOT))) {
            throw new RefusedFile("is in a folder of the inbox for sheets; put it beside the sheets");
        }
        if (FileNames.isInput(name) || FileNames.isOptions(name)) {
            throw new RefusedFile(
                    "is in the inbox, where such a file is a sheet, or the options of one; the operator can set"
                            + " media.directory to another folder for files that are sent");
        }
    }
}
