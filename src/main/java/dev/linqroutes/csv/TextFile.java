package dev.linqroutes.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
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

    /** @throws UnreadableFile when it is no such file */
    static TextFile check(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new UnreadableFile(path.getFileName() + ": is a folder, not a file");
        }
        MessageDigest digest = digest();
        long line = 1;
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest);
                Reader reader = reader(in)) {
            char[] buffer = new char[8192];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == 0) {
                        throw new UnreadableFile(path.getFileName() + " line " + line
                                + ": holds a NUL byte, so it is no text file; save it as CSV (UTF-8)");
                    }
                    line += buffer[i] == '\n' ? 1 : 0;
                }
            }
        } catch (CharacterCodingException e) {
            throw new UnreadableFile(path.getFileName() + " line " + lineOfNoText(path)
                    + ": is not UTF-8; in Excel save it as \"CSV UTF-8\"");
        }
        return new TextFile(path, HexFormat.of().formatHex(digest.digest()));
    }

    /** Reads one by one: a decoder that meets a wrong byte gives nothing of the portion it was asked for. */
    private static long lineOfNoText(Path path) throws IOException {
        long line = 1;
        try (Reader reader = reader(Files.newInputStream(path))) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                line += c == '\n' ? 1 : 0;
            }
        } catch (CharacterCodingException e) {
            // Here it is.
        }
        return line;
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
        BufferedReader reader = new BufferedReader(reader(Files.newInputStream(path)));
        reader.mark(1);
        if (reader.read() != BOM) {
            reader.reset();
        }
        return reader;
    }

    private static Reader reader(InputStream in) {
        return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    }
}
