package dev.linqroutes.files.media;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.CommandWithFiles;
import dev.linqroutes.command.FileUse;
import dev.linqroutes.command.LocalFile;
import dev.linqroutes.command.NamedFile;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.media.OpenFile.Version;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;

/** Reads the local files that commands name: what they are, and the hash of their content. Nothing of them is kept. */
public final class LocalFiles {
    private static final int BUFFER_BYTES = 65_536;
    private static final int MAX_REMEMBERED = 1_000;

    /** Within it a second change may leave the time of the file as it is. */
    private static final long CLOCK_RESOLUTION_MILLIS = 2_000;

    private final MediaFolder folder;

    /** So that a file that is in every row of a sheet is read once. */
    private final Map<VersionOfName, LocalFile> remembered =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<VersionOfName, LocalFile> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            });

    private record VersionOfName(String name, Version version) {}

    public LocalFiles(MediaFolder folder) {
        this.folder = folder;
    }

    /** Whether Linq sends files with such a name. */
    public static boolean isSent(String name) {
        return FileTypes.isSent(name);
    }

    /**
     * Returns the command with the files that it names. Those that were stored with a row are not read again.
     *
     * @throws CommandRefused with all files that are missing, or cannot be sent
     */
    public ChatCommand read(@Body ChatCommand command) {
        return command instanceof CommandWithFiles naming
                        && !naming.namedFiles().isEmpty()
                ? naming.withEnvelope(command.envelope().withFiles(inspectAll(command, naming.namedFiles())))
                : command;
    }

    private List<LocalFile> inspectAll(ChatCommand command, List<NamedFile> named) {
        Map<String, LocalFile> files = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (NamedFile each : named) {
            try {
                Optional<LocalFile> stored = stored(command, each.name());
                LocalFile file = stored.isPresent() ? stored.get() : inspect(each.name());
                requireUse(each.use(), file);
                files.put(each.name(), file);
            } catch (IOException e) {
                problems.add(new Problem(each.pointer(), "file " + Quoting.quote(each.name()) + " " + describe(e)));
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandRefused(command, problems);
        }
        return List.copyOf(files.values());
    }

    private static void requireUse(FileUse use, LocalFile file) throws RefusedFile {
        if (!use.allows(file.contentType())) {
            throw new RefusedFile(
                    "is of the type " + file.contentType() + ", and " + use.label() + " must be " + use.types());
        }
        if (file.size() > use.maxBytes()) {
            throw new RefusedFile(
                    "has " + file.size() + " bytes, and " + use.label() + " must have " + use.maxBytes() + " at most");
        }
    }

    private static String describe(IOException e) {
        return e instanceof RefusedFile ? e.getMessage() : "cannot be read: " + e.getMessage();
    }

    private static Optional<LocalFile> stored(ChatCommand command, String name) {
        return command.envelope().received().files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst();
    }

    /** @throws RefusedFile if there is no such file, or Linq does not send it */
    LocalFile inspect(String name) throws IOException {
        try (OpenFile file = folder.open(name)) {
            requireSize(file.version().size());
            VersionOfName key = new VersionOfName(name, file.version());
            LocalFile known = remembered.get(key);
            if (known != null) {
                return known;
            }
            LocalFile found = hash(name, file);
            if (System.currentTimeMillis() - file.modifiedMillis() > CLOCK_RESOLUTION_MILLIS) {
                remembered.put(key, found);
            }
            return found;
        }
    }

    private static void requireSize(long size) throws RefusedFile {
        if (size < 1) {
            throw new RefusedFile("is empty");
        }
        if (size > FileUse.MESSAGE.maxBytes()) {
            throw new RefusedFile(
                    "has " + size + " bytes, and Linq accepts " + FileUse.MESSAGE.maxBytes() + " at most");
        }
    }

    private static LocalFile hash(String name, OpenFile file) throws IOException {
        InputStream content = file.content();
        byte[] head = content.readNBytes(FileTypes.HEAD_BYTES);
        String contentType = FileTypes.contentType(name, head);
        MessageDigest digest = Sha256.newDigest();
        digest.update(head);
        long size = head.length;
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = content.read(buffer);
                count >= 0 && size <= FileUse.MESSAGE.maxBytes();
                count = content.read(buffer)) {
            digest.update(buffer, 0, count);
            size += count;
        }
        if (size != file.version().size() || !file.isUnchanged()) {
            throw new RefusedFile("changed while it was read; send the command again when the file is complete");
        }
        return new LocalFile(name, HexFormat.of().formatHex(digest.digest()), contentType, size);
    }
}
