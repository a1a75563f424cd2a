package dev.linqroutes.command.diagnosis;

import static dev.linqroutes.command.diagnosis.TextFormat.matching;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Describes the format of a text that is not JSON. The hint is added to the message of the parser. */
public final class TextFormatHint {
    /** Bytes that are sufficient to recognize a format. */
    private static final int SAMPLE_BYTES = 400;

    private static final String ONE_COMMAND_EACH =
            "it contains more than one value: send each command as its own record or line";

    private static final List<TextFormat> BEFORE_PRINTED = List.of(
            matching("\\{\\s*\\\\\".*", "its quotes are escaped, as in a JSON string: it was encoded twice"),
            matching("'\\s*\\{.*", "it is enclosed in quotes; remove them"),
            matching("```.*", "it is enclosed in a Markdown code block; send only the content of the block"),
            matching("\\$\\{.*|\\{\\{\\s*[a-z].*", "a placeholder in it was not filled in"));

    private static final List<TextFormat> AFTER_PRINTED = List.of(
            matching("<.*", "it is XML or HTML"),
            matching(
                    "\\{\\s*[\u201C\u201D\u201E\u00AB].*", "its quotes are typographic; JSON requires straight quotes"),
            matching("\\{\\s*[A-Za-z_]+\\s*:.*", "its field names have no quotes"),
            matching("(?i)%7B.*", "it is URL-encoded; send it without the encoding"),
            matching("[A-Za-z_]+=[^\\s{]*(&.*)?", "it is form data"),
            new TextFormat(TextFormatHint::isBase64, "it is Base64; send the decoded value"),
            new TextFormat(TextFormatHint::isHex, "it is hexadecimal; send the decoded value"),
            matching(
                    "[^{\\[]{1,200}[:|,;\\t ]\\s*\\{.*",
                    "the text before the brace may be the key of the record; configure the producer to separate it (kcat -K:,"
                            + " parse.key=true)"),
            matching("(---\\s|[A-Za-z_]+:\\s).*", "it is YAML"));

    private static final TextFormat BEFORE_A_BRACE = matching(
            "[^{\\[]{1,300}\\{\\s*\".*", "the text before the brace is not part of the JSON; send only the JSON");

    private TextFormatHint() {}

    /** @param error message of the JSON parser */
    public static Optional<String> describe(byte[] value, String error) {
        String begin = new String(value, 0, Math.min(value.length, SAMPLE_BYTES), StandardCharsets.UTF_8);
        String visible = begin.replace("\uFEFF", "").strip();
        if (error.startsWith("Invalid UTF-8")) {
            return Optional.of("send it in UTF-8");
        }
        if (error.startsWith("Trailing token") && (visible.startsWith("{") || visible.startsWith("["))) {
            return Optional.of(ONE_COMMAND_EACH);
        }
        if (value.length > 0 && value[value.length - 1] == 0) {
            return Optional.of("it ends with a NUL byte; remove it");
        }
        return TextFormat.hint(BEFORE_PRINTED, visible)
                .or(() -> PrintedObjectDetector.hint(visible))
                .or(() -> TextFormat.hint(AFTER_PRINTED, visible))
                .or(() -> JsonParseError.explain(error))
                .or(() -> TextFormat.hint(List.of(BEFORE_A_BRACE), visible));
    }

    /** Whether a text is Base64 of JSON that starts with a bracket (with or without a byte order mark), or of gzip data. */
    public static boolean isBase64(String text) {
        if (text.length() < 8) {
            return false;
        }
        try {
            return isJsonOrGzipStart(Base64.getDecoder().decode(text.substring(0, 8)));
        } catch (IllegalArgumentException e) {
            // Not Base64.
            return false;
        }
    }

    /** Whether a text is hexadecimal of such JSON or of gzip data, with or without the prefix of PostgreSQL and others. */
    public static boolean isHex(String text) {
        String digits = text.replaceFirst("^(\\\\x|0x|x')", "");
        try {
            return digits.length() > 8 && isJsonOrGzipStart(HexFormat.of().parseHex(digits, 0, 8));
        } catch (IllegalArgumentException e) {
            // Not hexadecimal.
            return false;
        }
    }

    private static boolean isJsonOrGzipStart(byte[] value) {
        String begin = new String(value, StandardCharsets.ISO_8859_1);
        return begin.startsWith("\u001F\u008B")
                || begin.replaceFirst("^\u00EF\u00BB\u00BF", "").strip().matches("(?s)[{\\[].*");
    }
}
