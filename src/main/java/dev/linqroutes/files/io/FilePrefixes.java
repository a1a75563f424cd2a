package dev.linqroutes.files.io;

import dev.linqroutes.command.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;

/** What a file begins with: it may have grown, or hold another file and more. */
public final class FilePrefixes {
    private static final int BUFFER_SIZE = 65_536;

    private FilePrefixes() {}

    /**
     * So many bytes of a file.
     *
     * @param sha256 lower-case hex
     * @param completeLines how many of them are whole
     * @param endsWithinLine whether there is a part of another behind these
     */
    public record Prefix(String sha256, long completeLines, boolean endsWithinLine) {}

    /** By their lengths; those that the file is too short for are left out. Reads no further than it must. */
    public static Map<Long, Prefix> read(Path file, Collection<Long> lengths) throws IOException {
        Map<Long, Prefix> beginnings = new HashMap<>();
        MessageDigest digest = Sha256.newDigest();
        byte[] bytes = new byte[BUFFER_SIZE];
        long position = 0;
        long lines = 0;
        byte last = '\n';
        try (InputStream in = RegularFile.open(file)) {
            for (long length : new TreeSet<>(lengths)) {
                while (position < length) {
                    int read = in.read(bytes, 0, (int) Math.min(BUFFER_SIZE, length - position));
                    if (read < 0) {
                        return beginnings;
                    }
                    digest.update(bytes, 0, read);
                    position += read;
                    for (int i = 0; i < read; i++) {
                        lines += bytes[i] == '\r' || bytes[i] == '\n' && last != '\r' ? 1 : 0;
                        last = bytes[i];
                    }
                }
                boolean endsWithinLine = last != '\n' && last != '\r';
                beginnings.put(length, new Prefix(currentSha256(digest), lines, endsWithinLine));
            }
        }
        return beginnings;
    }

    private static String currentSha256(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this Java cannot be copied", e);
        }
    }

    /** Copies so many bytes. A file that is there already is replaced. */
    public static void copyPrefix(Path file, long length, Path copy) throws IOException {
        Files.deleteIfExists(copy);
        try (InputStream in = RegularFile.open(file);
                OutputStream out =
                        Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] bytes = new byte[BUFFER_SIZE];
            long left = length;
            while (left > 0) {
                int read = in.read(bytes, 0, (int) Math.min(BUFFER_SIZE, left));
                if (read < 0) {
                    throw new IOException(file + ": is shorter than " + length + " bytes now");
                }
                out.write(bytes, 0, read);
                left -= read;
            }
        }
    }
}
