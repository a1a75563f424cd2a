package dev.linqroutes.files.text;

import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.io.UnreadableFile;
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

/** The result of reading a file to its end in one encoding: its hash, and which bytes are invalid. */
final class TextScan {
    private static final int BUFFER_SIZE = 65_536;
    private static final int MAX_SAMPLE_LENGTH = 30;
    private static final char ESCAPE = '\u001B';

    private final String name;
    private final Charset charset;
    private final String advice;
    private final String encodingAdvice;
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

    private TextScan(String name, Charset charset, String advice, String encodingAdvice) {
        this.name = name;
        this.charset = charset;
        this.advice = advice;
        this.encodingAdvice = encodingAdvice;
    }

    /**
     * @param advice what to do about a file that is not text
     * @param encodingAdvice what to do about an encoding that is not supported
     * @throws UnreadableFile when the file contains a NUL or the escape sequences of ISO-2022
     */
    static TextScan scan(String name, Path path, Charset charset, String advice, String encodingAdvice)
            throws IOException {
        TextScan scan = new TextScan(name, charset, advice, encodingAdvice);
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

    /** Whether this byte starts a multi-byte character of UTF-8. */
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
                            name + " line " + line + ": contains a NUL character, so it is not a text file; " + advice);
                }
                line += c == '\r' || c == '\n' && previous != '\r' ? 1 : 0;
            } else if (previous == ESCAPE && (c == '$' || c == '(')) {
                throw new UnreadableFile(
                        name + " line " + line + ": contains escape sequences of ISO-2022-JP; " + encodingAdvice);
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
        int start = at;
        int end = at;
        while (start > 0 && at - start < MAX_SAMPLE_LENGTH && isWordCharacter(chars[start - 1])) {
            start--;
        }
        while (end < length && end - at < MAX_SAMPLE_LENGTH && isWordCharacter(chars[end])) {
            end++;
        }
        sample = new String(chars, start, Math.max(end, at + 1) - start);
        sampleLine = line;
    }

    /** Includes marks, which Thai and Hindi use for vowels. */
    private static boolean isWordCharacter(char c) {
        return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    Charset charset() {
        return charset;
    }

    String sha256() {
        return sha256;
    }

    boolean hasByteOrderMark() {
        return hasByteOrderMark;
    }

    /** Whether the file has non-ASCII characters that are valid in this encoding. */
    boolean hasNonAscii() {
        return nonAsciiCount > 0;
    }

    /** Whether most non-ASCII sequences are invalid. The others may be valid by chance, as some Thai or Chinese is in UTF-8. */
    boolean isMostlyInvalid() {
        return invalidCount > nonAsciiCount;
    }

    boolean isInvalid() {
        return firstInvalidLine > 0;
    }

    /** Whether the only error is an incomplete UTF-8 character at the end of the file. */
    boolean isTruncated() {
        return truncated;
    }

    /** The line of the first invalid bytes, counted from 1; 0 if all are valid. */
    long firstInvalidLine() {
        return firstInvalidLine;
    }

    /** The first word with a non-ASCII character. */
    String sample() {
        return sample;
    }

    long sampleLine() {
        return sampleLine;
    }
}
