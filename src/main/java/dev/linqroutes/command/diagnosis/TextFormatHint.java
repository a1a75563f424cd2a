package dev.linqroutes.command.diagnosis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Says of a text that is no JSON what it looks like, as it stands behind the parser's words. Asked only of what was not read. */
public final class TextFormatHint {
    /** As much of a text as tells. */
    private static final int SAMPLE_BYTES = 400;

    private static final String ONE_EACH =
            "it holds more than one value: send each command as a record, or line, of its own";

    private static final List<Form> BEFORE_PRINTED = List.of(
            matching("\\{\\s*\\\\\".*", "its quotes are escaped, as in a JSON string: it was encoded twice"),
            matching("'\\s*\\{.*", "it stands in quotes; send it without them"),
            matching("```.*", "it stands in a block of Markdown; send what is in it"),
            matching("\\$\\{.*|\\{\\{\\s*[a-z].*", "a placeholder in it was not filled in"));

    private static final List<Form> AFTER_PRINTED = List.of(
            matching("<.*", "it is XML or HTML"),
            matching(
                    "\\{\\s*[\u201C\u201D\u201E\u00AB].*", "its quotes are typographic ones; JSON takes straight ones"),
            matching("\\{\\s*[A-Za-z_]+\\s*:.*", "its names stand without quotes"),
            matching("(?i)%7B.*", "it is encoded for a URL; send it as it is"),
            matching("[A-Za-z_]+=[^\\s{]*(&.*)?", "it is form data"),
            new Form(TextFormatHint::isBase64, "it is Base64; send what it stands for"),
            new Form(TextFormatHint::isHex, "it is hexadecimal; send what it stands for"),
            matching(
                    "[^{\\[]{1,200}[:|,;\\t ]\\s*\\{.*",
                    "what stands before the brace may be its key; let the producer set the key apart (kcat -K:,"
                            + " parse.key=true)"),
            matching("(---\\s|[A-Za-z_]+:\\s).*", "it is YAML"));

    private static final Form BEFORE_A_BRACE = matching(
            "[^{\\[]{1,300}\\{\\s*\".*", "what stands before the brace is not of the JSON; send the JSON alone");

    private record Form(Predicate<String> isOne, String hint) {}

    private TextFormatHint() {}

    /** @param problem what the parser said */
    public static Optional<String> describe(byte[] value, String problem) {
        String begin = new String(value, 0, Math.min(value.length, SAMPLE_BYTES), StandardCharsets.UTF_8);
        String visible = begin.replace("\uFEFF", "").strip();
        if (problem.startsWith("Invalid UTF-8")) {
            return Optional.of("send it in UTF-8");
        }
        if (problem.startsWith("Trailing token") && (visible.startsWith("{") || visible.startsWith("["))) {
            return Optional.of(ONE_EACH);
        }
        if (value.length > 0 && value[value.length - 1] == 0) {
            return Optional.of("it ends with a NUL byte; send it without");
        }
        return first(BEFORE_PRINTED, visible)
                .or(() -> PrintedObjectDetector.hint(visible))
                .or(() -> first(AFTER_PRINTED, visible))
                .or(() -> JsonParseError.explain(problem))
                .or(() -> first(List.of(BEFORE_A_BRACE), visible));
    }

    private static Optional<String> first(List<Form> forms, String text) {
        return forms.stream().filter(form -> form.isOne.test(text)).findFirst().map(Form::hint);
    }

    /** Of JSON that begins with a bracket, with or without a byte order mark, or of something compressed with gzip. */
    public static boolean isBase64(String text) {
        if (text.length() < 8) {
            return false;
        }
        try {
            return isJsonOrGzipStart(Base64.getDecoder().decode(text.substring(0, 8)));
        } catch (IllegalArgumentException e) {
            // No Base64 at all.
            return false;
        }
    }

    /** The same, with what PostgreSQL and others write before it. */
    public static boolean isHex(String text) {
        String digits = text.replaceFirst("^(\\\\x|0x|x')", "");
        try {
            return digits.length() > 8 && isJsonOrGzipStart(HexFormat.of().parseHex(digits, 0, 8));
        } catch (IllegalArgumentException e) {
            // Not hexadecimal at all.
            return false;
        }
    }

    private static boolean isJsonOrGzipStart(byte[] value) {
        String begin = new String(value, StandardCharsets.ISO_8859_1);
        return begin.startsWith("\u001F\u008B")
                || begin.replaceFirst("^\u00EF\u00BB\u00BF", "").strip().matches("(?s)[{\\[].*");
    }

    private static Form matching(String pattern, String hint) {
        return new Form(Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate(), hint);
    }
}
