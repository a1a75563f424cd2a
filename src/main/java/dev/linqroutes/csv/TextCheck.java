package dev.linqroutes.csv;

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
final class TextCheck {
    /** Enough to tell a workbook from another archive. */
    private static final int HEAD = 65_536;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** One in so many words may be a name from elsewhere, or a typing error. */
    private static final int MOST_STRANGE = 20;

    private final String name;
    private final Path path;
    private final String advice;
    private final List<String> warnings = new ArrayList<>();

    /** @param advice how to make it a file that can be read */
    TextCheck(Path path, String advice) {
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
    TextFile check(Optional<Charset> forced, Optional<Charset> fallback) throws IOException {
        RegularFile.require(path);
        FileStamp stamp = FileStamp.of(path);
        byte[] head = head();
        MagicBytes.refuse(name, head);
        // Options are written once for many files, a mark by the program that wrote this one.
        TextScan scan = forced.isPresent() && !Encoding.isMarked(head) ? forced(forced.get()) : found(head, fallback);
        return new TextFile(path, new Encoding(scan.charset(), scan.isMarked()), scan.sha256(), stamp);
    }

    /** What a person should know about the encoding. */
    List<String> warnings() {
        return warnings;
    }

    private byte[] head() throws IOException {
        try (InputStream in = RegularFile.open(path)) {
            return in.readNBytes(HEAD);
        } catch (AccessDeniedException e) {
            throw new UnreadableFile(name + ": may not be read; give the program the right to read and to move it");
        }
    }

    private TextScan forced(Charset charset) throws IOException {
        TextScan scan = TextScan.of(name, path, charset, advice);
        if (scan.isBroken()) {
            throw new UnreadableFile(
                    name + " line " + scan.brokenLine() + ": is not " + charset.name() + ", as the options say");
        }
        return scan;
    }

    private TextScan found(byte[] head, Optional<Charset> fallback) throws IOException {
        Charset charset = Utf16.of(head).orElse(StandardCharsets.UTF_8);
        TextScan scan = TextScan.of(name, path, charset, advice);
        if (!scan.isBroken()) {
            if (scan.isBeyondAscii() && charset.equals(StandardCharsets.UTF_8)) {
                requireEncodedOnce(scan);
            }
            return scan;
        }
        if (scan.isCutOff()) {
            throw new UnreadableFile(name + " line " + scan.brokenLine()
                    + ": the file ends in the middle of a character, so its end is missing or it is not "
                    + charset.name() + "; " + advice + otherEncoding());
        }
        boolean maybeOther = charset.equals(StandardCharsets.UTF_8) && scan.isMostlyBroken() && fallback.isPresent();
        if (!maybeOther) {
            throw new UnreadableFile(name + " line " + scan.brokenLine() + ": is broken or not " + charset.name() + "; "
                    + advice + otherEncoding());
        }
        Charset taken = legacy(fallback.get(), scan);
        TextScan other = TextScan.of(name, path, taken, advice);
        if (other.isBroken()) {
            throw new UnreadableFile(name + " line " + other.brokenLine() + ": is neither UTF-8 nor " + taken.name()
                    + "; " + advice + otherEncoding());
        }
        warnings.add("is not UTF-8 and was read as " + taken.name() + "; look whether line " + other.sampleLine()
                + " has \"" + other.sample() + "\"");
        return other;
    }

    /** Where all of it is encoded twice it is refused; single cells may have come so from elsewhere, which their rows tell. */
    private void requireEncodedOnce(TextScan scan) throws IOException {
        List<String> cells = BeyondAscii.of(path).texts(StandardCharsets.UTF_8);
        List<String> before = cells.stream()
                .flatMap(cell -> TwiceEncoded.before(cell).stream())
                .toList();
        if (!before.isEmpty() && before.size() == cells.size()) {
            throw new UnreadableFile(name + " line " + scan.sampleLine()
                    + ": was UTF-8, taken for windows-1252 and encoded once more: \"" + Cells.shown(cells.get(0))
                    + "\" was \"" + Cells.shown(before.get(0))
                    + "\"; open the file it was made from as UTF-8, and save that");
        }
    }

    /** The fallback if somebody chose it, or the text is plainly in it; else the encoding it is certainly in. */
    private Charset legacy(Charset fallback, TextScan utf8) throws IOException {
        if (!fallback.equals(WINDOWS_1252)) {
            return fallback;
        }
        BeyondAscii text = BeyondAscii.of(path);
        List<String> words = text.words(fallback);
        List<String> strange = WesternText.strange(words);
        if (!utf8.isBeyondAscii() && strange.size() * MOST_STRANGE <= words.size()) {
            return fallback;
        }
        return EncodingDetector.detect(text.cells())
                .orElseThrow(() -> new UnreadableFile(name + " line " + utf8.brokenLine() + ": is not UTF-8, and does"
                        + " not look like " + fallback.name() + ", in which it has \""
                        + Cells.shown(strange.isEmpty() ? words.get(0) : strange.get(0)) + "\"; " + advice
                        + otherEncoding()));
    }

    private String otherEncoding() {
        return ", or name its encoding in " + Sidecar.names(name).get(0) + " (encoding=…)";
    }
}
