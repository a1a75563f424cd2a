package dev.linqroutes.files.template;

import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A text with placeholders: {@code Hello {first_name}}. Two braces stand for one. What is put in is not read again, so
 * a value may hold braces.
 */
public final class Template {
    /** What stands in an address without being encoded, beside letters and digits of ASCII. */
    private static final String URL_MARKS = "-._~:/?#[]@!$&'()*+,;=";

    /** Without the punctuation that a sentence has, too, with which a link of a text would end in the value. */
    private static final String PATH_MARKS = "-_~/@$&+=";

    private static final String QUERY_VALUE_MARKS = "-_~/@$";

    /** The end of an address that somebody has written: {@code docs/1?page=2}, {@code a=1&b=2}. */
    private static final Pattern PATH_AND_QUERY = Pattern.compile("[^?#]*+\\?[\\w.~%\\[\\]-]++=");

    private static final Pattern QUERY_PAIR = Pattern.compile("[\\w.~%\\[\\]-]++=");

    /** Also without the sign that would make a user's name of what stands before it: {@code https://example.com@other.example}. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}._~%:\\[\\]-]*+(?:[/?#]|$)");

    private static final Pattern SEVERAL_LINKS =
            Pattern.compile("[\\s\\p{Z}](?:[a-z]{1,20}://|www\\.)", Pattern.CASE_INSENSITIVE);

    private Template() {}

    /** What may stand in placeholders. */
    public interface PlaceholderValues {
        /** By its {@link GroupField#normalizeName(String) name}; empty where there is no such column, "" where it has no value. */
        Optional<String> findValue(String name);

        /** Whether what stands in the place of that name may hold placeholders of its own. */
        boolean isTemplate(String name);

        /** The columns for a message to a person, shortened. */
        String describeColumns();
    }

    /** Where a text stands. */
    public enum TemplateTarget {
        TEXT,
        /** In a link, so that it cannot hold everything. */
        LINK
    }

    /**
     * What became of a template.
     *
     * @param problems why it cannot be used; then the text is not to be used
     * @param warnings what its producer should know although it can
     */
    public record FilledText(String text, List<String> problems, List<String> warnings) {}

    /**
     * Puts values in place of placeholders. In a link, also in one that stands in a text, a value is encoded.
     *
     * @param longest in characters; a template that makes more is refused, not worked out
     */
    public static FilledText fill(String template, PlaceholderValues values, TemplateTarget place, int longest) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        StringBuilder out = new StringBuilder(template.length() + 16);
        LinkPositionTracker before = new LinkPositionTracker();
        parse(template, out, problems, (name, written) -> {
            Optional<String> value = values.findValue(name);
            Optional<MissingValueMarker> none = value.flatMap(MissingValueMarker::detect);
            if (value.isEmpty()) {
                problems.add("there is no column for {" + CellText.abbreviate(written) + "}; columns are "
                        + values.describeColumns());
            } else if (value.get().isEmpty()) {
                problems.add("{" + CellText.abbreviate(written) + "} is empty in this row");
            } else if (values.isTemplate(name) && hasBrace(value.get())) {
                problems.add(
                        "{" + CellText.abbreviate(written) + "} has placeholders of its own; write them here instead");
            } else if (none.isPresent() && none.get().isRefusedIn(MissingValueMarker.Usage.PLACEHOLDER)) {
                problems.add(describe(written, none.get()));
            } else if (out.length() + value.get().length() > longest) {
                problems.add("has more than " + longest + " characters with its placeholders filled in");
            } else {
                none.filter(each -> each.isWarnedOfIn(MissingValueMarker.Usage.PLACEHOLDER))
                        .ifPresent(each -> warnings.add(describe(written, each)));
                findForeignMarker(out, value.get())
                        .ifPresent(sign -> warnings.add(sign + "{" + CellText.abbreviate(written) + "} is sent as "
                                + sign + CellText.abbreviate(value.get()) + "; write {" + CellText.abbreviate(written)
                                + "} for the value alone"));
                before.advance(out);
                describeLinkProblem(value.get(), before.position(), place)
                        .ifPresent(problem -> problems.add("{" + CellText.abbreviate(written) + "} " + problem));
                out.append(encodeFor(value.get(), before.position(), place));
            }
        });
        return new FilledText(out.toString(), problems, warnings);
    }

    private static String describe(String written, MissingValueMarker none) {
        return "{" + CellText.abbreviate(written) + "} " + none.describe(MissingValueMarker.Usage.PLACEHOLDER);
    }

    /** The dollar or percent sign that another program writes before its placeholders; before a number it is meant. */
    private static Optional<String> findForeignMarker(CharSequence before, String value) {
        int last = before.length() - 1;
        boolean sign = last >= 0
                && (before.charAt(last) == '$' || before.charAt(last) == '%')
                && (last == 0 || !Character.isLetterOrDigit(before.charAt(last - 1)));
        return sign && Character.isLetter(value.codePointAt(0))
                ? Optional.of(String.valueOf(before.charAt(last)))
                : Optional.empty();
    }

    /** Names of the columns in its placeholders. */
    public static void forEachPlaceholder(String template, Consumer<String> name) {
        parse(template, new StringBuilder(), new ArrayList<>(), (column, written) -> name.accept(column));
    }

    /** Whether a text has to be {@link #fill filled}. */
    public static boolean hasBrace(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }

    private static Optional<String> describeLinkProblem(
            String value, LinkPositionTracker.LinkPosition part, TemplateTarget place) {
        if (part == LinkPositionTracker.LinkPosition.HOST
                && !HOST.matcher(value).lookingAt()) {
            return Optional.of("is \"" + CellText.abbreviate(value) + "\", which no name of a web site can hold");
        }
        return place == TemplateTarget.LINK
                        && part == LinkPositionTracker.LinkPosition.OUTSIDE_LINK
                        && SEVERAL_LINKS.matcher(value).find()
                ? Optional.of("holds several links; give each its own column")
                : Optional.empty();
    }

    /** The value as it can stand behind the text before it. */
    private static String encodeFor(String value, LinkPositionTracker.LinkPosition part, TemplateTarget place) {
        return switch (part) {
            case OUTSIDE_LINK -> place == TemplateTarget.TEXT ? value : percentEncode(value, URL_MARKS, true);
            case HOST -> percentEncode(value, URL_MARKS, true);
            case PATH ->
                PATH_AND_QUERY.matcher(value).lookingAt()
                        ? encodeAsLinkEnd(value)
                        : percentEncode(value, PATH_MARKS, false);
            case QUERY ->
                QUERY_PAIR.matcher(value).lookingAt()
                        ? encodeAsLinkEnd(value)
                        : percentEncode(value, QUERY_VALUE_MARKS, false);
            case QUERY_VALUE -> percentEncode(value, QUERY_VALUE_MARKS, false);
        };
    }

    /** The value as the end of an address: only what an address cannot hold is encoded. */
    static String encodeAsLinkEnd(String value) {
        return percentEncode(value, URL_MARKS, false);
    }

    /** @param keepsLetters that are not of ASCII; encoded, they would make another name of a web site */
    private static String percentEncode(String value, String marks, boolean keepsLetters) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (InvisibleCharacters.isSpace(c) && c != '\n' && c != '\r') {
                out.append("%20");
            } else if (isAllowedUnencoded(value, i, c, marks)
                    || keepsLetters && c >= 0x80 && !InvisibleCharacters.isInvisible(c)) {
                out.appendCodePoint(c);
            } else if (!InvisibleCharacters.isInvisible(c) || InvisibleCharacters.isJoiner(c)) {
                appendPercentEncoded(out, c);
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static void appendPercentEncoded(StringBuilder out, int codePoint) {
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            out.append('%')
                    .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                    .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
        }
    }

    private static boolean isAllowedUnencoded(String value, int at, int c, String marks) {
        if (c == '%') {
            return at + 2 < value.length() && isHex(value.charAt(at + 1)) && isHex(value.charAt(at + 2));
        }
        boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        boolean isDotWithin = c == '.' && at < value.length() - 1;
        return letterOrDigit || isDotWithin || marks.indexOf(c) >= 0;
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }

    private interface PlaceholderHandler {
        void handle(String name, String written);
    }

    /** Stops at the first problem: what follows would be guessed. */
    private static void parse(
            String template, StringBuilder out, List<String> problems, PlaceholderHandler placeholder) {
        for (int i = 0; i < template.length() && problems.isEmpty(); i++) {
            char c = template.charAt(i);
            if (c != '{' && c != '}') {
                out.append(c);
            } else if (i + 1 < template.length() && template.charAt(i + 1) == c) {
                out.append(c);
                i++;
            } else if (c == '}') {
                problems.add("there is a } without its {; for the brace itself write }}");
            } else {
                int end = template.indexOf('}', i);
                String written = end < 0 ? "" : template.substring(i + 1, end);
                if (end < 0) {
                    problems.add("there is a { without its }; for the brace itself write {{");
                } else if (written.indexOf('{') >= 0 || CellText.isBlank(written)) {
                    problems.add(
                            "{" + CellText.abbreviate(written) + "} names no column; for the brace itself write {{");
                } else {
                    placeholder.handle(GroupField.normalizeName(written), written);
                    i = end;
                }
            }
        }
    }
}
