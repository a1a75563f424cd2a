package dev.linqroutes.csv;

import dev.linqroutes.command.Sha256;
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
    private static final int PORTION = 65_536;
    private static final int LONGEST_SAMPLE = 30;
    private static final char ESCAPE = '\u001B';

    private final String name;
    private final Charset charset;
    private final String advice;
    private final MessageDigest digest = Sha256.begin();
    private long line = 1;
    private char before;
    private boolean begun;
    private boolean marked;
    private long brokenLine;
    private long brokenPlaces;
    private long beyondAsciiCount;
    private boolean cutOff;
    private long sampleLine;
    private String sample = "";
    private String sha256 = "";

    private TextScan(String name, Charset charset, String advice) {
        this.name = name;
        this.charset = charset;
        this.advice = advice;
    }

    /** @throws UnreadableFile when it holds a NUL */
    static TextScan of(String name, Path path, Charset charset, String advice) throws IOException {
        TextScan scan = new TextScan(name, charset, advice);
        try (InputStream in = RegularFile.open(path)) {
            scan.read(in);
        }
        return scan;
    }

    private void read(InputStream in) throws IOException {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(PORTION);
        CharBuffer chars = CharBuffer.allocate(PORTION);
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
            look(chars.array(), chars.position());
            chars.clear();
            if (result.isError()) {
                cutOff = brokenLine == 0 && end && beginsCharacter(bytes) && result.length() == bytes.remaining();
                brokenLine = brokenLine == 0 ? line : brokenLine;
                brokenPlaces++;
                bytes.position(bytes.position() + result.length());
            }
        } while (!result.isUnderflow());
    }

    /** Whether UTF-8 has longer characters that begin with this byte. */
    private static boolean beginsCharacter(ByteBuffer bytes) {
        int first = bytes.get(bytes.position()) & 0xFF;
        return first >= 0xC2 && first <= 0xF4;
    }

    private void look(char[] chars, int length) throws UnreadableFile {
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if (c <= '\r') {
                if (c == 0) {
                    throw new UnreadableFile(
                            name + " line " + line + ": holds a NUL character, so it is no text file; " + advice);
                }
                line += c == '\r' || c == '\n' && before != '\r' ? 1 : 0;
            } else if (before == ESCAPE && (c == '$' || c == '(')) {
                throw new UnreadableFile(name + " line " + line + ": holds escape sequences, as ISO-2022-JP has them; "
                        + advice + ", or name its encoding in "
                        + Sidecar.names(name).get(0) + " (encoding=…)");
            } else if (c > '\u007F') {
                if (beyondAsciiCount++ == 0) {
                    sample(chars, i, length);
                    marked = !begun && i == 0 && c == Encoding.BYTE_ORDER_MARK;
                }
            }
            before = c;
        }
        begun |= length > 0;
    }

    private void sample(char[] chars, int at, int length) {
        int begin = at;
        int end = at;
        while (begin > 0 && at - begin < LONGEST_SAMPLE && isOfWord(chars[begin - 1])) {
            begin--;
        }
        while (end < length && end - at < LONGEST_SAMPLE && isOfWord(chars[end])) {
            end++;
        }
        sample = new String(chars, begin, Math.max(end, at + 1) - begin);
        sampleLine = line;
    }

    /** Thai and Hindi write vowels as marks. */
    private static boolean isOfWord(char c) {
        return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    Charset charset() {
        return charset;
    }

    String sha256() {
        return sha256;
    }

    /** Whether it begins with a byte order mark. */
    boolean isMarked() {
        return marked;
    }

    /** Whether there are characters, valid in this encoding, that ASCII has not. */
    boolean isBeyondAscii() {
        return beyondAsciiCount > 0;
    }

    /** Whether fewer of them are valid than are not: these may be so by chance, as some of Thai or Chinese are in UTF-8. */
    boolean isMostlyBroken() {
        return brokenPlaces > beyondAsciiCount;
    }

    boolean isBroken() {
        return brokenLine > 0;
    }

    /** Whether nothing is wrong but that the file ends in the middle of what may be a character of UTF-8. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Where the first bytes are that are none of its characters, counted from 1. */
    long brokenLine() {
        return brokenLine;
    }

    /** The first word with a character that ASCII has not. */
    String sample() {
        return sample;
    }

    long sampleLine() {
        return sampleLine;
    }
}
