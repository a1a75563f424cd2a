package dev.linqroutes.command.handle;

import dev.linqroutes.command.text.OuterWhitespace;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a handle comes to without what address books, mail programs and word processors write around it: {@code mailto:},
 * {@code Ann <ann@example.com>}, quotes, brackets, wide characters. Digits and letters of the handle itself stay as they are.
 */
final class HandleUnwrapper {
    /** {@code "<mailto:ann@example.com>";} has four. */
    private static final int MAX_WRAPPERS = 8;

    /** Of a number that somebody may have; a name may hold some, too. */
    private static final int MIN_DIGITS = 7;

    /** Marks of writing direction, which come along when a number is copied out of an address book. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

    /** What keyboards and programs write for the hyphen and the point between digits. */
    private static final Pattern HYPHENS = Pattern.compile("[\\p{Pd}\u2212\u30FC\uFF70\u2043\u2500\u2501]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Zs}]+");

    private static final Pattern BULLETS = Pattern.compile("[\u00B7\u2022\u2027\u2219\u22C5\u25CF\u30FB\uFF65]");

    /**
     * Schemes of links, and words before a colon, {@code p} as lead forms write it; none that is another way to reach
     * somebody, such as fax or sip.
     */
    private static final Pattern LABEL = Pattern.compile(
            "(?iu)(?:mailto|smtp|e-?mail|e|tel(?:ephone|[eé]fon[eo]?)?|phone|ph|p|t|m|mobile?|mob|m[oó]vil|celular|cell?|handy"
                    + "|sms|callto|imessage|тел(?:ефон)?|моб)\\.?\\s*:\\s*(?://)?");

    /** {@code Ann <ann@example.com>}; chats write {@code <mailto:ann@example.com|Ann>}. */
    private static final Pattern IN_ANGLES = Pattern.compile("([^<>|]*)<\\s*([^<>|]+?)\\s*(?:\\|([^<>|]*))?>");

    private static final Pattern HALF_ANGLES = Pattern.compile("<\\s*([^<>]+)|([^<>]+?)\\s*>");

    /** As mail programs and chats write links: {@code [ann@example.com](mailto:ann@example.com)}. */
    private static final Pattern MARKDOWN = Pattern.compile("\\[([^\\[\\]()]+)]\\(([^\\[\\]()]+)\\)");

    /** {@code ann@example.com (Ann)} */
    private static final Pattern WITH_COMMENT = Pattern.compile("([^\\s()<>]+@[^\\s()<>]+)\\s+\\([^()@]*\\)");

    /** {@code +1 202 555 0101 (mobile)} */
    private static final Pattern WITH_KIND = Pattern.compile("([^\\p{L}@]*\\p{Nd})\\s*\\(\\p{L}[\\p{L}\\s.-]{0,20}\\)");

    private static final List<String> QUOTES = List.of(
            "\"\"",
            "''",
            "``",
            "\u2019\u2019",
            "\u201D\u201D",
            "\u201C\u201D",
            "\u201E\u201C",
            "\u201E\u201D",
            "\u2018\u2019",
            "\u201A\u2018",
            "\u00AB\u00BB",
            "\u00BB\u00AB",
            "\u2039\u203A",
            "\u300C\u300D",
            "\u300E\u300F",
            "[]",
            "{}",
            "\u3010\u3011");
    private static final String APOSTROPHES = "'\u2018\u2019\u02BC\u00B4`";

    private HandleUnwrapper() {}

    /** What a person sees of it. */
    static String stripInvisible(String given) {
        return OuterWhitespace.strip(INVISIBLE.matcher(given).replaceAll(""));
    }

    /** The handle; what it stands in where it is not plain which handle that is. */
    static String unwrap(String visible) {
        String text = stripped(toHalfWidth(visible));
        String before = "";
        for (int i = 0; i < MAX_WRAPPERS && !text.equals(before); i++) {
            before = text;
            text = stripped(unwrapOnce(text));
        }
        return text;
    }

    private static String unwrapOnce(String text) {
        Matcher label = LABEL.matcher(text);
        if (label.lookingAt()) {
            return text.substring(label.end());
        }
        Matcher angles = IN_ANGLES.matcher(text);
        if (angles.matches()) {
            boolean isOne = isNameOf(angles.group(1), angles.group(2))
                    && (angles.group(3) == null || isNameOf(angles.group(3), angles.group(2)));
            return isOne ? angles.group(2) : text;
        }
        Matcher half = HALF_ANGLES.matcher(text);
        if (half.matches()) {
            return half.group(1) == null ? half.group(2) : half.group(1);
        }
        Matcher markdown = MARKDOWN.matcher(text);
        if (markdown.matches() && isNameOf(markdown.group(1), markdown.group(2))) {
            return markdown.group(2);
        }
        Matcher comment = WITH_COMMENT.matcher(text);
        if (comment.matches()) {
            return comment.group(1);
        }
        Matcher kind = WITH_KIND.matcher(text);
        return kind.matches() ? kind.group(1) : unquoted(text);
    }

    /** Whether a text is what somebody is called, or the handle once more; another handle is neither. */
    private static boolean isNameOf(String text, String handle) {
        boolean mayBeHandle = text.indexOf('@') >= 0
                || text.chars().filter(Character::isDigit).count() >= MIN_DIGITS;
        return !mayBeHandle
                || unwrap(text).equalsIgnoreCase(unwrap(handle))
                || digits(unwrap(text)).equals(digits(unwrap(handle)))
                        && !digits(text).isEmpty();
    }

    private static String digits(String text) {
        return text.indexOf('@') >= 0 ? "" : text.replaceAll("\\P{Nd}", "");
    }

    private static String unquoted(String text) {
        int end = text.length() - 1;
        boolean isQuoted = end > 0 && QUOTES.contains("" + text.charAt(0) + text.charAt(end));
        // (202) 555-0111 (0) is not in brackets.
        boolean isBracketed = end > 0 && text.charAt(0) == '(' && text.indexOf(')') == end;
        if (isQuoted || isBracketed) {
            return text.substring(1, end);
        }
        // Of two around it the first is gone where it was taken for the mark that keeps a number from being read as
        // one.
        if (end > 0 && APOSTROPHES.indexOf(text.charAt(end)) >= 0) {
            return text.substring(0, end);
        }
        // A word processor makes an apostrophe of that mark.
        return !text.isEmpty() && APOSTROPHES.indexOf(text.charAt(0)) >= 0 ? text.substring(1) : text;
    }

    private static String stripped(String text) {
        String inner = OuterWhitespace.strip(text);
        int end = inner.length();
        while (end > 0 && ".,;:".indexOf(inner.charAt(end - 1)) >= 0) {
            end--;
        }
        return OuterWhitespace.strip(inner.substring(0, end));
    }

    /** Keyboards of East Asia have all of ASCII twice, the second time as wide as their own characters. */
    private static String toHalfWidth(String text) {
        StringBuilder narrow = new StringBuilder(text);
        for (int i = 0; i < narrow.length(); i++) {
            char c = narrow.charAt(i);
            if (c >= '\uFF01' && c <= '\uFF5E') {
                narrow.setCharAt(i, (char) (c - '\uFF01' + '!'));
            }
        }
        return narrow.toString();
    }

    /** A number as it is dialled, where it is no address: one kind of hyphen and of space, and no bracket before its plus. */
    static String normalizeNumber(String text) {
        String hyphens = HYPHENS.matcher(BULLETS.matcher(text).replaceAll("-")).replaceAll("-");
        String plain = SPACES.matcher(hyphens).replaceAll(" ");
        int plus = plain.indexOf('+');
        boolean isOnlyBracketed =
                plus > 0 && plain.substring(0, plus).chars().allMatch(c -> c == '(' || c == '[' || c == ' ');
        return isOnlyBracketed ? plain.substring(plus) : plain;
    }
}
