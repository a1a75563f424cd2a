package dev.linqroutes.files.text;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.io.FileStamp;
import dev.linqroutes.files.io.RegularFile;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out how a file is encoded, by reading it to its end. */
public final class TextFileInspector {
    /** Enough to tell a workbook from another archive. */
    private static final int HEAD_BYTES = 65_536;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** One in so many words may be a name from elsewhere, or a typing error. */
    private static final int WORDS_PER_IMPLAUSIBLE = 20;

    private final String name;
    private final Path path;
    private final String advice;
    private final List<String> warnings = new ArrayList<>();

    /** @param advice how to make it a file that can be read */
    public TextFileInspector(Path path, String advice) {
        this.name = path.getFileName().toString();
        this.path = path;
        this.advice = advice;
    }

    /**
     * The file, when all of it is text.
     *
     * @param forced its encoding, where somebody says so and it has no mark of its own
     * @param fallback taken when it is no UTF-8 at all
     * @throws UnreadableFile when it is no text, or broken
     */
    public TextFile inspect(Optional<Charset> forced, Optional<Charset> fallback) throws IOException {
        RegularFile.requireRegular(path);
        FileStamp stamp = FileStamp.of(path);
        byte[] head = readHead();
        MagicBytes.rejectForeignFormat(name, head);
        // Options are written once for many files, a mark by the program that wrote this one.
        TextScan scan = forced.isPresent() && !TextEncoding.startsWithByteOrderMark(head)
                ? scanAs(forced.get())
                : scanDetected(head, fallback);
        return new TextFile(path, new TextEncoding(scan.charset(), scan.hasByteOrderMark()), scan.sha256(), stamp);
    }

    /** What a person should know about the encoding. */
    public List<String> warnings() {
        return warnings;
    }

    private byte[] readHead() throws IOException {
        try (InputStream in = RegularFile.open(path)) {
            return in.readNBytes(HEAD_BYTES);
        } catch (AccessDeniedException e) {
            throw new UnreadableFile(name + ": may not be read; give the program the right to read and to move it");
        }
    }

    private TextScan scanAs(Charset charset) throws IOException {
        TextScan scan = TextScan.scan(name, path, charset, advice);
        if (scan.isInvalid()) {
            throw new UnreadableFile(
                    name + " line " + scan.firstInvalidLine() + ": is not " + charset.name() + ", as the options say");
        }
        return scan;
    }

    private TextScan scanDetected(byte[] head, Optional<Charset> fallback) throws IOException {
        Charset charset = Utf16Detector.detect(head).orElse(StandardCharsets.UTF_8);
        TextScan scan = TextScan.scan(name, path, charset, advice);
        if (!scan.isInvalid()) {
            if (scan.hasNonAscii() && charset.equals(StandardCharsets.UTF_8)) {
                rejectDoubleEncoding(scan);
            }
            return scan;
        }
        if (scan.isTruncated()) {
            throw new UnreadableFile(name + " line " + scan.firstInvalidLine()
                    + ": the file ends in the middle of a character, so its end is missing or it is not "
                    + charset.name() + "; " + advice + describeEncodingOption());
        }
        boolean maybeOther = charset.equals(StandardCharsets.UTF_8) && scan.isMostlyInvalid() && fallback.isPresent();
        if (!maybeOther) {
            throw new UnreadableFile(name + " line " + scan.firstInvalidLine() + ": is broken or not " + charset.name()
                    + "; " + advice + describeEncodingOption());
        }
        Charset taken = chooseLegacyCharset(fallback.get(), scan);
        TextScan other = TextScan.scan(name, path, taken, advice);
        if (other.isInvalid()) {
            throw new UnreadableFile(name + " line " + other.firstInvalidLine() + ": is neither UTF-8 nor "
                    + taken.name() + "; " + advice + describeEncodingOption());
        }
        warnings.add("is not UTF-8 and was read as " + taken.name() + "; look whether line " + other.sampleLine()
                + " has \"" + other.sample() + "\"");
        return other;
    }

    /** Where all of it is encoded twice it is refused; single cells may have come so from elsewhere, which their rows tell. */
    private void rejectDoubleEncoding(TextScan scan) throws IOException {
        List<String> cells = NonAsciiCells.read(path).decodeCells(StandardCharsets.UTF_8);
        List<String> before = cells.stream()
                .flatMap(cell -> DoubleEncoding.undo(cell).stream())
                .toList();
        if (!before.isEmpty() && before.size() == cells.size()) {
            throw new UnreadableFile(name + " line " + scan.sampleLine()
                    + ": was UTF-8, taken for windows-1252 and encoded once more: \""
                    + CellText.abbreviate(cells.get(0))
                    + "\" was \"" + CellText.abbreviate(before.get(0))
                    + "\"; open the file it was made from as UTF-8, and save that");
        }
    }

    /** The fallback if somebody chose it, or the text is plainly in it; else the encoding it is certainly in. */
    private Charset chooseLegacyCharset(Charset fallback, TextScan utf8) throws IOException {
        if (!fallback.equals(WINDOWS_1252)) {
            return fallback;
        }
        NonAsciiCells text = NonAsciiCells.read(path);
        List<String> words = text.decodeWords(fallback);
        List<String> strange = Windows1252Checker.findImplausibleWords(words);
        if (!utf8.hasNonAscii() && strange.size() * WORDS_PER_IMPLAUSIBLE <= words.size()) {
            return fallback;
        }
        return LegacyEncodingDetector.detect(text.bytes())
                .orElseThrow(() -> new UnreadableFile(name + " line " + utf8.firstInvalidLine()
                        + ": is not UTF-8, and does"
                        + " not look like " + fallback.name() + ", in which it has \""
                        + CellText.abbreviate(strange.isEmpty() ? words.get(0) : strange.get(0)) + "\"; " + advice
                        + describeEncodingOption()));
    }

    private String describeEncodingOption() {
        return ", or name its encoding in " + Sidecar.namesFor(name).get(0) + " (encoding=…)";
    }
}
