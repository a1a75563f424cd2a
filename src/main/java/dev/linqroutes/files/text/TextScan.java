package dev.linqroutes.files.text;

import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file read to its end in one encoding: whether all its bytes are text in it. */
final class TextScan {
    private static final int BUFFER_SIZE = 65_536;
    private static final int MAX_SAMPLE_LENGTH = 30;
    private static final char ESCAPE = '\u001B';

    private final String name;
    private final Charset charset;
    private final String advice;
    private final MessageDigest digest = Sha256.newDigest();
    private long line = 1;
    private char previous;
    private boolean started;
    private boolean hasByteOrderMark;
    private long firstInvalidLine;
    private long invalidCount;
    private long nonAsciiCount;
    private boolean truncated;
    private long sampleLine;
    private String sample = "";
    private String sha256 = "";

    private TextScan(String name, Charset charset, String advice) {
        this.name = name;
        this.charset = charset;
        this.advice = advice;
    }

    /** @throws UnreadableFile when it holds a NUL */
    static TextScan scan(String name, Path path, Charset charset, String advice) throws IOException {
        TextScan scan = new TextScan(name, charset, advice);
        try (InputStream in = RegularFile.open(path)) {
            scan.read(in);
        }
        return scan;
    }

    private void read(InputStream in) throws IOException {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER_SIZE);
        CharBuffer chars = CharBuffer.allocate(BUFFER_SIZE);
        boolean end = false;
        while (!end) {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            end = read < 0;
            if (read > 0) {
                digest.update(bytes.array(), bytes.position(), read);
                bytes.position(bytes.position() + read);
            }
            bytes.flip();
            decode(decoder, bytes, chars, end);
            bytes.compact();
        }
        sha256 = HexFormat.of().formatHex(digest.digest());
    }

    private void decode(CharsetDecoder decoder, ByteBuffer bytes, CharBuffer chars, boolean end) throws UnreadableFile {
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars, end);
            inspectCharacters(chars.array(), chars.position());
            chars.clear();
            if (result.isError()) {
                truncated = firstInvalidLine == 0
                        && end
                        && startsMultiByteCharacter(bytes)
                        && result.length() == bytes.remaining();
                firstInvalidLine = firstInvalidLine == 0 ? line : firstInvalidLine;
                invalidCount++;
                bytes.position(bytes.position() + result.length());
            }
        } while (!result.isUnderflow());
    }

    /** Whether UTF-8 has longer characters that begin with this byte. */
    private static boolean startsMultiByteCharacter(ByteBuffer bytes) {
        int first = bytes.get(bytes.position()) & 0xFF;
        return first >= 0xC2 && first <= 0xF4;
    }

    private void inspectCharacters(char[] chars, int length) throws UnreadableFile {
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if (c <= '\r') {
                if (c == 0) {
                    throw new UnreadableFile(
                            name + " line " + line + ": holds a NUL character, so it is no text file; " + advice);
                }
                line += c == '\r' || c == '\n' && previous != '\r' ? 1 : 0;
            } else if (previous == ESCAPE && (c == '$' || c == '(')) {
                throw new UnreadableFile(name + " line " + line + ": holds escape sequences, as ISO-2022-JP has them; "
                        + advice + ", or name its encoding in "
                        + Sidecar.namesFor(name).get(0) + " (encoding=…)");
            } else if (c > '\u007F') {
                if (nonAsciiCount++ == 0) {
                    recordSample(chars, i, length);
                    hasByteOrderMark = !started && i == 0 && c == TextEncoding.BYTE_ORDER_MARK;
                }
            }
            previous = c;
        }
        started |= length > 0;
    }

    private void recordSample(char[] chars, int at, int length) {
        int begin = at;
        int end = at;
        while (begin > 0 && at - begin < MAX_SAMPLE_LENGTH && isWordCharacter(chars[begin - 1])) {
            begin--;
        }
        while (end < length && end - at < MAX_SAMPLE_LENGTH && isWordCharacter(chars[end])) {
            end++;
        }
        sample = new String(chars, begin, Math.max(end, at + 1) - begin);
        sampleLine = line;
    }

    /** Thai and Hindi write vowels as marks. */
    private static boolean isWordCharacter(char c) {
        return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    Charset charset() {
        return charset;
    }

    String sha256() {
        return sha256;
    }

    /** Whether it begins with a byte order mark. */
    boolean hasByteOrderMark() {
        return hasByteOrderMark;
    }

    /** Whether there are characters, valid in this encoding, that ASCII has not. */
    boolean hasNonAscii() {
        return nonAsciiCount > 0;
    }

    /** Whether fewer of them are valid than are not: these may be so by chance, as some of Thai or Chinese are in UTF-8. */
    boolean isMostlyInvalid() {
        return invalidCount > nonAsciiCount;
    }

    boolean isInvalid() {
        return firstInvalidLine > 0;
    }

    /** Whether nothing is wrong but that the file ends in the middle of what may be a character of UTF-8. */
    boolean isTruncated() {
        return truncated;
    }

    /** Where the first bytes are that are none of its characters, counted from 1. */
    long firstInvalidLine() {
        return firstInvalidLine;
    }

    /** The first word with a character that ASCII has not. */
    String sample() {
        return sample;
    }

    long sampleLine() {
        return sampleLine;
    }
}
