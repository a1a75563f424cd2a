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

/** Reads and hashes the first bytes of a file, to detect a file that has grown or that contains another file. */
public final class FilePrefixes {
    private static final int BUFFER_SIZE = 65_536;

    private FilePrefixes() {}

    /**
     * The first bytes of a file.
     *
     * @param sha256 lower-case hex
     * @param completeLines number of lines that end within the prefix
     * @param endsWithinLine whether the prefix ends in the middle of a line
     */
    public record Prefix(String sha256, long completeLines, boolean endsWithinLine) {}

    /** The prefixes by length in bytes, without those that are longer than the file. Reads up to the longest of them. */
    public static Map<Long, Prefix> read(Path file, Collection<Long> lengths) throws IOException {
        Map<Long, Prefix> prefixes = new HashMap<>();
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
                        return prefixes;
                    }
                    digest.update(bytes, 0, read);
                    position += read;
                    for (int i = 0; i < read; i++) {
                        lines += bytes[i] == '\r' || bytes[i] == '\n' && last != '\r' ? 1 : 0;
                        last = bytes[i];
                    }
                }
                boolean endsWithinLine = last != '\n' && last != '\r';
                prefixes.put(length, new Prefix(currentSha256(digest), lines, endsWithinLine));
            }
        }
        return prefixes;
    }

    private static String currentSha256(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 implementation of this JVM cannot be cloned", e);
        }
    }

    /** Copies the first {@code length} bytes. An existing target is replaced. */
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
                    throw new IOException(file + ": is shorter than " + length + " bytes");
                }
                out.write(bytes, 0, read);
                left -= read;
            }
        }
    }
}
