package dev.linqroutes.files.text;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.io.FileStamp;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.io.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Detects the encoding of a file by reading it to its end. */
public final class TextFileInspector {
    /** Enough to distinguish a workbook from another archive. */
    private static final int HEAD_BYTES = 65_536;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** One in this many words may be a foreign name or a typing error. */
    private static final int WORDS_PER_IMPLAUSIBLE = 20;

    private final String name;
    private final Path path;
    private final String advice;
    private final String encodingAdvice;
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param advice how to make a readable file, for a person
     * @param encodingOption how to name the encoding of the file instead, for a person
     */
    public TextFileInspector(Path path, String advice, String encodingOption) {
        this.name = path.getFileName().toString();
        this.path = path;
        this.advice = advice;
        this.encodingAdvice = advice + ", or " + encodingOption;
    }

    /**
     * Reads the file to its end.
     *
     * @param forced encoding from the options; a byte order mark takes precedence
     * @param fallback encoding to use when the file is not UTF-8
     * @throws UnreadableFile when the file is not text, or not completely in one encoding
     */
    public TextFile inspect(Optional<Charset> forced, Optional<Charset> fallback) throws IOException {
        RegularFile.requireRegular(path);
        FileStamp stamp = FileStamp.of(path);
        byte[] head = readHead();
        MagicBytes.rejectForeignFormat(name, head);
        // The options may be written for many files; the mark was written by the program that wrote this one.
        TextScan scan = forced.isPresent() && !TextEncoding.startsWithByteOrderMark(head)
                ? scanAs(forced.get())
                : scanDetected(head, fallback);
        return new TextFile(path, new TextEncoding(scan.charset(), scan.hasByteOrderMark()), scan.sha256(), stamp);
    }

    /** Warnings about the encoding, for a person. */
    public List<String> warnings() {
        return warnings;
    }

    private byte[] readHead() throws IOException {
        try (InputStream in = RegularFile.open(path)) {
            return in.readNBytes(HEAD_BYTES);
        } catch (AccessDeniedException e) {
            throw new UnreadableFile(
                    name + ": cannot be read: no permission; give this program permission to read and move it");
        }
    }

    private TextScan scanAs(Charset charset) throws IOException {
        TextScan scan = TextScan.scan(name, path, charset, advice, encodingAdvice);
        if (scan.isInvalid()) {
            throw new UnreadableFile(name + " line " + scan.firstInvalidLine() + ": is not " + charset.name()
                    + ", which the options name as encoding; correct the option or the file");
        }
        return scan;
    }

    private TextScan scanDetected(byte[] head, Optional<Charset> fallback) throws IOException {
        Charset charset = Utf16Detector.detect(head).orElse(StandardCharsets.UTF_8);
        TextScan scan = TextScan.scan(name, path, charset, advice, encodingAdvice);
        if (!scan.isInvalid()) {
            if (scan.hasNonAscii() && charset.equals(StandardCharsets.UTF_8)) {
                rejectDoubleEncoding(scan);
            }
            return scan;
        }
        if (scan.isTruncated()) {
            throw new UnreadableFile(name + " line " + scan.firstInvalidLine()
                    + ": the file ends in the middle of a character, so its end is missing or it is not "
                    + charset.name() + "; " + encodingAdvice);
        }
        boolean maybeOther = charset.equals(StandardCharsets.UTF_8) && scan.isMostlyInvalid() && fallback.isPresent();
        if (!maybeOther) {
            throw new UnreadableFile(name + " line " + scan.firstInvalidLine() + ": is broken or not " + charset.name()
                    + "; " + encodingAdvice);
        }
        Charset legacy = chooseLegacyCharset(fallback.get(), scan);
        TextScan other = TextScan.scan(name, path, legacy, advice, encodingAdvice);
        if (other.isInvalid()) {
            throw new UnreadableFile(name + " line " + other.firstInvalidLine() + ": is neither UTF-8 nor "
                    + legacy.name() + "; " + encodingAdvice);
        }
        warnings.add("is not UTF-8 and was read as " + legacy.name() + "; check that line " + other.sampleLine()
                + " has \"" + other.sample() + "\"");
        return other;
    }

    /** Rejects a file in which all non-ASCII cells are encoded twice. Single cells become warnings of their rows. */
    private void rejectDoubleEncoding(TextScan scan) throws IOException {
        List<String> cells = NonAsciiCells.read(path).decodeCells(StandardCharsets.UTF_8);
        List<String> before = cells.stream()
                .flatMap(cell -> DoubleEncoding.undo(cell).stream())
                .toList();
        if (!before.isEmpty() && before.size() == cells.size()) {
            throw new UnreadableFile(name + " line " + scan.sampleLine()
                    + ": was encoded as UTF-8 twice, the second time from windows-1252: \""
                    + CellText.abbreviate(cells.get(0))
                    + "\" was \"" + CellText.abbreviate(before.get(0))
                    + "\"; open the original file as UTF-8 and save it again");
        }
    }

    /** The fallback if the user configured it or the text fits it; else a legacy encoding that is certain. */
    private Charset chooseLegacyCharset(Charset fallback, TextScan utf8) throws IOException {
        if (!fallback.equals(WINDOWS_1252)) {
            return fallback;
        }
        NonAsciiCells text = NonAsciiCells.read(path);
        List<String> words = text.decodeWords(fallback);
        List<String> implausible = Windows1252Checker.findImplausibleWords(words);
        if (!utf8.hasNonAscii() && implausible.size() * WORDS_PER_IMPLAUSIBLE <= words.size()) {
            return fallback;
        }
        return LegacyEncodingDetector.detect(text.bytes())
                .orElseThrow(() -> new UnreadableFile(name + " line " + utf8.firstInvalidLine()
                        + ": is not UTF-8, and does"
                        + " not look like " + fallback.name() + ", in which it reads \""
                        + CellText.abbreviate(implausible.isEmpty() ? words.get(0) : implausible.get(0)) + "\"; "
                        + encodingAdvice));
    }
}
