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
 * Fills the placeholders of a text: {@code Hello {first_name}}. A double brace is a literal brace. Values are inserted
 * literally and may contain braces.
 */
public final class Template {
    /** Characters that need no encoding in an address, in addition to ASCII letters and digits. */
    private static final String URL_MARKS = "-._~:/?#[]@!$&'()*+,;=";

    /** Without punctuation of sentences: at the end of a value it would not be part of a link in a text. */
    private static final String PATH_MARKS = "-_~/@$&+=";

    private static final String QUERY_VALUE_MARKS = "-_~/@$";

    /** A value that is the end of an address: {@code docs/1?page=2}, {@code a=1&b=2}. */
    private static final Pattern PATH_AND_QUERY = Pattern.compile("[^?#]*+\\?[\\w.~%\\[\\]-]++=");

    private static final Pattern QUERY_PAIR = Pattern.compile("[\\w.~%\\[\\]-]++=");

    /** Excludes {@code @}, which would turn the host into a user name: {@code https://example.com@other.example}. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}._~%:\\[\\]-]*+(?:[/?#]|$)");

    private static final Pattern SEVERAL_LINKS =
            Pattern.compile("[\\s\\p{Z}](?:[a-z]{1,20}://|www\\.)", Pattern.CASE_INSENSITIVE);

    private Template() {}

    /** The values of placeholders. */
    public interface PlaceholderValues {
        /**
         * The value by {@linkplain GroupField#normalizeName(String) normalized} name; empty if there is no such column, "" if
         * it has no value.
         */
        Optional<String> findValue(String name);

        /** Whether the value of that name is a template itself. */
        boolean isTemplate(String name);

        /** The columns for a message to a person, truncated. */
        String describeColumns();
    }

    /** What the text is used for. */
    public enum TemplateTarget {
        TEXT,
        /** A link, in which some characters must be encoded. */
        LINK
    }

    /**
     * A filled template.
     *
     * @param problems why the template is refused; if there are any, the text must not be used
     * @param warnings for the producer
     */
    public record FilledText(String text, List<String> problems, List<String> warnings) {}

    /**
     * Replaces placeholders by values. In a link, also inside a text, values are encoded.
     *
     * @param maxLength in characters; a longer result is a problem, and is not built
     */
    public static FilledText fill(String template, PlaceholderValues values, TemplateTarget target, int maxLength) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        StringBuilder out = new StringBuilder(template.length() + 16);
        LinkPositionTracker tracker = new LinkPositionTracker();
        parse(template, out, problems, (name, written) -> {
            Optional<String> value = values.findValue(name);
            Optional<MissingValueMarker> marker = value.flatMap(MissingValueMarker::detect);
            if (value.isEmpty()) {
                problems.add("there is no column for {" + CellText.abbreviate(written) + "}; columns are "
                        + values.describeColumns());
            } else if (value.get().isEmpty()) {
                problems.add("{" + CellText.abbreviate(written) + "} is empty in this row");
            } else if (values.isTemplate(name) && hasBrace(value.get())) {
                problems.add("{" + CellText.abbreviate(written) + "} contains placeholders; write them here instead");
            } else if (marker.isPresent() && marker.get().isRefusedIn(MissingValueMarker.Usage.PLACEHOLDER)) {
                problems.add(describe(written, marker.get()));
            } else if (out.length() + value.get().length() > maxLength) {
                problems.add("has more than " + maxLength + " characters with its placeholders filled in");
            } else {
                marker.filter(each -> each.isWarnedOfIn(MissingValueMarker.Usage.PLACEHOLDER))
                        .ifPresent(each -> warnings.add(describe(written, each)));
                findForeignMarker(out, value.get())
                        .ifPresent(sign -> warnings.add(sign + "{" + CellText.abbreviate(written) + "} is sent as "
                                + sign + CellText.abbreviate(value.get()) + "; write {" + CellText.abbreviate(written)
                                + "} for the value alone"));
                tracker.advance(out);
                describeLinkProblem(value.get(), tracker.position(), target)
                        .ifPresent(problem -> problems.add("{" + CellText.abbreviate(written) + "} " + problem));
                out.append(encodeFor(value.get(), tracker.position(), target));
            }
        });
        return new FilledText(out.toString(), problems, warnings);
    }

    private static String describe(String written, MissingValueMarker marker) {
        return "{" + CellText.abbreviate(written) + "} " + marker.describe(MissingValueMarker.Usage.PLACEHOLDER);
    }

    /** A dollar or percent sign before a placeholder, the syntax of other programs. Before a number the sign is intended. */
    private static Optional<String> findForeignMarker(CharSequence before, String value) {
        int last = before.length() - 1;
        boolean hasSign = last >= 0
                && (before.charAt(last) == '$' || before.charAt(last) == '%')
                && (last == 0 || !Character.isLetterOrDigit(before.charAt(last - 1)));
        return hasSign && Character.isLetter(value.codePointAt(0))
                ? Optional.of(String.valueOf(before.charAt(last)))
                : Optional.empty();
    }

    /** Passes the normalized name of each placeholder to the consumer. */
    public static void forEachPlaceholder(String template, Consumer<String> name) {
        parse(template, new StringBuilder(), new ArrayList<>(), (column, written) -> name.accept(column));
    }

    /** Whether a text must be {@linkplain #fill filled}. */
    public static boolean hasBrace(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }

    private static Optional<String> describeLinkProblem(
            String value, LinkPositionTracker.LinkPosition position, TemplateTarget target) {
        if (position == LinkPositionTracker.LinkPosition.HOST
                && !HOST.matcher(value).lookingAt()) {
            return Optional.of("is \"" + CellText.abbreviate(value) + "\", which cannot be part of a host name");
        }
        return target == TemplateTarget.LINK
                        && position == LinkPositionTracker.LinkPosition.OUTSIDE_LINK
                        && SEVERAL_LINKS.matcher(value).find()
                ? Optional.of("contains several links; give each its own column")
                : Optional.empty();
    }

    /** The value, encoded for its position in the text. */
    private static String encodeFor(String value, LinkPositionTracker.LinkPosition position, TemplateTarget target) {
        return switch (position) {
            case OUTSIDE_LINK -> target == TemplateTarget.TEXT ? value : percentEncode(value, URL_MARKS, true);
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

    /** The value as the end of an address: only characters that an address cannot contain are encoded. */
    static String encodeAsLinkEnd(String value) {
        return percentEncode(value, URL_MARKS, false);
    }

    /** @param keepsLetters whether non-ASCII letters stay: encoded in a host name, they would be a different host */
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

    /** Stops at the first problem, after which the syntax is uncertain. */
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
                problems.add("there is a } without a {; for a literal brace write }}");
            } else {
                int end = template.indexOf('}', i);
                String written = end < 0 ? "" : template.substring(i + 1, end);
                if (end < 0) {
                    problems.add("there is a { without a }; for a literal brace write {{");
                } else if (written.indexOf('{') >= 0 || CellText.isBlank(written)) {
                    problems.add("{" + CellText.abbreviate(written)
                            + "} is not the name of a column; for a literal brace write {{");
                } else {
                    placeholder.handle(GroupField.normalizeName(written), written);
                    i = end;
                }
            }
        }
    }
}
