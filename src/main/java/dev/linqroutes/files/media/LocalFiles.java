package dev.linqroutes.files.media;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.CreateGroup;
import dev.linqroutes.command.LocalFile;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.SendMessage;
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
    /** That Linq accepts as an attachment (reference 2.13). */
    private static final long MAX_BYTES = 104_857_600;

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

    /**
     * Returns the command with the files that its message names. Those that were stored with a row are not read again.
     *
     * @throws CommandRefused with all files that are missing, or cannot be sent
     */
    public ChatCommand read(@Body ChatCommand command) {
        if (command instanceof CreateGroup create && hasFiles(create.message().media())) {
            return new CreateGroup(
                    create.envelope()
                            .withFiles(inspectAll(create, create.message().media())),
                    create.from(),
                    create.to(),
                    create.displayName(),
                    create.icon(),
                    create.message());
        }
        if (command instanceof SendMessage send && hasFiles(send.message().media())) {
            return new SendMessage(
                    send.envelope().withFiles(inspectAll(send, send.message().media())), send.message());
        }
        return command;
    }

    private static boolean hasFiles(List<JsonNode> media) {
        return media.stream().anyMatch(each -> each.has("file"));
    }

    private List<LocalFile> inspectAll(ChatCommand command, List<JsonNode> media) {
        Map<String, LocalFile> files = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < media.size(); i++) {
            if (media.get(i).has("file")) {
                String name = media.get(i).get("file").textValue();
                try {
                    Optional<LocalFile> stored = stored(command, name);
                    files.put(name, stored.isPresent() ? stored.get() : inspect(name));
                } catch (IOException e) {
                    problems.add(new Problem(
                            "/message/media/" + i + "/file", "file " + Quoting.quote(name) + " " + describe(e)));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandRefused(command, problems);
        }
        return List.copyOf(files.values());
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
        if (size > MAX_BYTES) {
            throw new RefusedFile("has " + size + " bytes, and Linq accepts " + MAX_BYTES + " at most");
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
        for (int count = content.read(buffer); count >= 0 && size <= MAX_BYTES; count = content.read(buffer)) {
            digest.update(buffer, 0, count);
            size += count;
        }
        if (size != file.version().size() || !file.isUnchanged()) {
            throw new RefusedFile("changed while it was read; send the command again when the file is complete");
        }
        return new LocalFile(name, HexFormat.of().formatHex(digest.digest()), contentType, size);
    }
}
