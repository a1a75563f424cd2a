package dev.linqroutes.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A text file that has been read once to its end: it is UTF-8 and holds no NUL. */
record TextFile(Path path, String sha256) {
    private static final int BOM = 0xFEFF;
    private static final int PORTION = 8192;

    /**
     * @param advice how to make it such a file
     * @throws UnreadableFile when it is none
     */
    static TextFile check(Path path, String advice) throws IOException {
        String name = path.getFileName().toString();
        if (Files.isDirectory(path)) {
            throw new UnreadableFile(name + ": is a folder, not a file");
        }
        MessageDigest digest = digest();
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(PORTION);
        CharBuffer chars = CharBuffer.allocate(PORTION);
        long line = 1;
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            boolean end = false;
            while (!end) {
                int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                end = read < 0;
                bytes.position(bytes.position() + Math.max(read, 0));
                CoderResult result = decoder.decode(bytes.flip(), chars, end);
                for (char c : chars.flip().toString().toCharArray()) {
                    if (c == 0) {
                        throw new UnreadableFile(
                                name + " line " + line + ": holds a NUL byte, so it is no text file; " + advice);
                    }
                    line += c == '\n' ? 1 : 0;
                }
                if (result.isError()) {
                    throw new UnreadableFile(name + " line " + line + ": is not UTF-8; " + advice);
                }
                chars.clear();
                bytes.compact();
            }
        }
        return new TextFile(path, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /** Its text, without a byte order mark. */
    BufferedReader open() throws IOException {
        BufferedReader reader = Files.newBufferedReader(path);
        reader.mark(1);
        if (reader.read() != BOM) {
            reader.reset();
        }
        return reader;
    }
}
