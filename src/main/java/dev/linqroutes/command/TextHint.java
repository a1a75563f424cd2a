package dev.linqroutes.command;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Says of a text that is no JSON what it looks like, as it stands behind the parser's words. Asked only of what was not read. */
final class TextHint {
    /** As much of a text as tells. */
    private static final int LOOKED_AT = 400;

    private static final String ONE_EACH =
            "it holds more than one value: send each command as a record, or line, of its own";

    private static final List<Form> FORMS = List.of(
            matching("(?s)<.*", "it is XML or HTML"),
            matching("(?s)\\{\\s*'.*", "it is written as Python prints a dict; write it with json.dumps"),
            matching("(?s)b'.*", "it is written as Python prints bytes; send the bytes themselves"),
            matching("(?s)\\{\\s*\\\\\".*", "its quotes are escaped, as in a JSON string: it was encoded twice"),
            matching("(?s)'\\s*\\{.*", "it stands in quotes; send it without them"),
            matching("(?s)\\{\\s*[A-Za-z_]+=.*", "it is written as Java prints a map; write it as JSON"),
            matching(
                    "(?s)\\{\\s*[\u201C\u201D\u201E\u00AB].*",
                    "its quotes are typographic ones; JSON takes straight ones"),
            matching("(?s)\\{\\s*[A-Za-z_]+\\s*:.*", "its names stand without quotes"),
            matching("(?s)\\[object .*", "it is how JavaScript prints an object; write it with JSON.stringify"),
            matching("(?si)%7B.*", "it is encoded for a URL; send it as it is"),
            matching("[A-Za-z_]+=[^\\s{]*(?s:&.*)?", "it is form data"),
            new Form(TextHint::isBase64, "it is Base64; send what it stands for"),
            matching(
                    "(?s)[^\\s{\"\\[]{1,200}[:|,;\\t ]\\s*\\{.*",
                    "what stands before the brace may be its key; let the producer set the key apart (kcat -K:,"
                            + " parse.key=true)"),
            matching("(?s)(---\\s|[A-Za-z_]+:\\s).*", "it is YAML"));

    private record Form(Predicate<String> isOne, String hint) {}

    private TextHint() {}

    /** @param problem what the parser said */
    static Optional<String> of(byte[] value, String problem) {
        if (problem.startsWith("Invalid UTF-8")) {
            return Optional.of("send it in UTF-8");
        }
        if (problem.startsWith("Trailing token")) {
            return Optional.of(ONE_EACH);
        }
        if (value.length > 0 && value[value.length - 1] == 0) {
            return Optional.of("it ends with a NUL byte; send it without");
        }
        String begin = new String(value, 0, Math.min(value.length, LOOKED_AT), StandardCharsets.UTF_8);
        String visible = begin.replace("\uFEFF", "").strip();
        return FORMS.stream()
                .filter(form -> form.isOne.test(visible))
                .findFirst()
                .map(Form::hint);
    }

    /** Of something that begins with a brace. */
    static boolean isBase64(String text) {
        String begin = text.substring(0, Math.min(text.length(), 4));
        try {
            byte[] decoded = Base64.getDecoder().decode(begin);
            return begin.length() == 4
                    && new String(decoded, StandardCharsets.ISO_8859_1).strip().startsWith("{");
        } catch (IllegalArgumentException e) {
            // No Base64 at all.
            return false;
        }
    }

    private static Form matching(String pattern, String hint) {
        return new Form(Pattern.compile(pattern).asMatchPredicate(), hint);
    }
}
