package dev.linqroutes.csv;

import dev.linqroutes.command.Invisible;
import dev.linqroutes.command.NoValue;
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
final class Template {
    /** What stands in an address without being encoded, beside letters and digits of ASCII. */
    private static final String IN_ADDRESS = "-._~:/?#[]@!$&'()*+,;=";

    /** Without the punctuation that a sentence has, too, with which a link of a text would end in the value. */
    private static final String IN_PATH = "-_~/@$&+=";

    private static final String IN_VALUE = "-_~/@$";

    /** The end of an address that somebody has written: {@code docs/1?page=2}, {@code a=1&b=2}. */
    private static final Pattern PATH_AND_QUERY = Pattern.compile("[^?#]*+\\?[\\w.~%\\[\\]-]++=");

    private static final Pattern PAIRS = Pattern.compile("[\\w.~%\\[\\]-]++=");

    /** Also without the sign that would make a user's name of what stands before it: {@code https://example.com@other.example}. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}._~%:\\[\\]-]*+(?:[/?#]|$)");

    private static final Pattern SEVERAL_LINKS =
            Pattern.compile("[\\s\\p{Z}](?:[a-z]{1,20}://|www\\.)", Pattern.CASE_INSENSITIVE);

    private Template() {}

    /** What may stand in placeholders. */
    interface Values {
        /** By its {@link Field#name(String) name}; empty where there is no such column, "" where it has no value. */
        Optional<String> of(String name);

        /** Whether what stands in the place of that name may hold placeholders of its own. */
        boolean isTemplate(String name);

        /** The columns for a message to a person, shortened. */
        String shownNames();
    }

    /** Where a text stands. */
    enum Place {
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
    record Filled(String text, List<String> problems, List<String> warnings) {}

    /**
     * Puts values in place of placeholders. In a link, also in one that stands in a text, a value is encoded.
     *
     * @param longest in characters; a template that makes more is refused, not worked out
     */
    static Filled fill(String template, Values values, Place place, int longest) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        StringBuilder out = new StringBuilder(template.length() + 16);
        LinkPlace before = new LinkPlace();
        read(template, out, problems, (name, written) -> {
            Optional<String> value = values.of(name);
            Optional<NoValue> none = value.flatMap(NoValue::of);
            if (value.isEmpty()) {
                problems.add(
                        "there is no column for {" + Cells.shown(written) + "}; columns are " + values.shownNames());
            } else if (value.get().isEmpty()) {
                problems.add("{" + Cells.shown(written) + "} is empty in this row");
            } else if (values.isTemplate(name) && hasBrace(value.get())) {
                problems.add("{" + Cells.shown(written) + "} has placeholders of its own; write them here instead");
            } else if (none.isPresent() && none.get().isRefusedAs(NoValue.Place.PLACEHOLDER)) {
                problems.add(told(written, none.get()));
            } else if (out.length() + value.get().length() > longest) {
                problems.add("has more than " + longest + " characters with its placeholders filled in");
            } else {
                none.filter(each -> each.isToldOf(NoValue.Place.PLACEHOLDER))
                        .ifPresent(each -> warnings.add(told(written, each)));
                foreignSign(out, value.get())
                        .ifPresent(sign -> warnings.add(
                                sign + "{" + Cells.shown(written) + "} is sent as " + sign + Cells.shown(value.get())
                                        + "; write {" + Cells.shown(written) + "} for the value alone"));
                before.readOn(out);
                linkProblem(value.get(), before.part(), place)
                        .ifPresent(problem -> problems.add("{" + Cells.shown(written) + "} " + problem));
                out.append(made(value.get(), before.part(), place));
            }
        });
        return new Filled(out.toString(), problems, warnings);
    }

    private static String told(String written, NoValue none) {
        return "{" + Cells.shown(written) + "} " + none.reason(NoValue.Place.PLACEHOLDER);
    }

    /** The dollar or percent sign that another program writes before its placeholders; before a number it is meant. */
    private static Optional<String> foreignSign(CharSequence before, String value) {
        int last = before.length() - 1;
        boolean sign = last >= 0
                && (before.charAt(last) == '$' || before.charAt(last) == '%')
                && (last == 0 || !Character.isLetterOrDigit(before.charAt(last - 1)));
        return sign && Character.isLetter(value.codePointAt(0))
                ? Optional.of(String.valueOf(before.charAt(last)))
                : Optional.empty();
    }

    /** Names of the columns in its placeholders. */
    static void names(String template, Consumer<String> name) {
        read(template, new StringBuilder(), new ArrayList<>(), (column, written) -> name.accept(column));
    }

    /** Whether a text has to be {@link #fill filled}. */
    static boolean hasBrace(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }

    private static Optional<String> linkProblem(String value, LinkPlace.Part part, Place place) {
        if (part == LinkPlace.Part.HOST && !HOST.matcher(value).lookingAt()) {
            return Optional.of("is \"" + Cells.shown(value) + "\", which no name of a web site can hold");
        }
        return place == Place.LINK
                        && part == LinkPlace.Part.NONE
                        && SEVERAL_LINKS.matcher(value).find()
                ? Optional.of("holds several links; give each its own column")
                : Optional.empty();
    }

    /** The value as it can stand behind the text before it. */
    private static String made(String value, LinkPlace.Part part, Place place) {
        return switch (part) {
            case NONE -> place == Place.TEXT ? value : encoded(value, IN_ADDRESS, true);
            case HOST -> encoded(value, IN_ADDRESS, true);
            case PATH -> PATH_AND_QUERY.matcher(value).lookingAt() ? inLink(value) : encoded(value, IN_PATH, false);
            case PAIR -> PAIRS.matcher(value).lookingAt() ? inLink(value) : encoded(value, IN_VALUE, false);
            case VALUE -> encoded(value, IN_VALUE, false);
        };
    }

    /** The value as the end of an address: only what an address cannot hold is encoded. */
    static String inLink(String value) {
        return encoded(value, IN_ADDRESS, false);
    }

    /** @param keepsLetters that are not of ASCII; encoded, they would make another name of a web site */
    private static String encoded(String value, String marks, boolean keepsLetters) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (Invisible.isSpace(c) && c != '\n' && c != '\r') {
                out.append("%20");
            } else if (mayStand(value, i, c, marks) || keepsLetters && c >= 0x80 && !Invisible.is(c)) {
                out.appendCodePoint(c);
            } else if (!Invisible.is(c) || Invisible.isJoiner(c)) {
                appendEncoded(out, c);
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static void appendEncoded(StringBuilder out, int codePoint) {
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            out.append('%')
                    .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                    .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
        }
    }

    private static boolean mayStand(String value, int at, int c, String marks) {
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

    private interface Placeholder {
        void found(String name, String written);
    }

    /** Stops at the first problem: what follows would be guessed. */
    private static void read(String template, StringBuilder out, List<String> problems, Placeholder placeholder) {
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
                } else if (written.indexOf('{') >= 0 || Cells.isBlank(written)) {
                    problems.add("{" + Cells.shown(written) + "} names no column; for the brace itself write {{");
                } else {
                    placeholder.found(Field.name(written), written);
                    i = end;
                }
            }
        }
    }
}
