package dev.linqroutes.command.handle;

import dev.linqroutes.command.text.OuterWhitespace;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes what address books, mail programs and word processors put around a handle: {@code mailto:},
 * {@code Ann <ann@example.com>}, quotes, brackets, full-width characters. The digits and letters of the handle do not change.
 */
final class HandleUnwrapper {
    /** {@code "<mailto:ann@example.com>";} has four. */
    private static final int MAX_WRAPPERS = 8;

    /** Fewest digits of a phone number. A name may contain a few digits. */
    private static final int MIN_DIGITS = 7;

    /** Marks of writing direction, which are copied along from address books. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

    /** Characters that keyboards and programs write for a hyphen. */
    private static final Pattern HYPHENS = Pattern.compile("[\\p{Pd}\u2212\u30FC\uFF70\u2043\u2500\u2501]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Zs}]+");

    private static final Pattern BULLETS = Pattern.compile("[\u00B7\u2022\u2027\u2219\u22C5\u25CF\u30FB\uFF65]");

    /**
     * Schemes of links, and labels before a colon, such as {@code p} from lead forms. Labels of other channels, such as fax or
     * sip, are not included.
     */
    private static final Pattern LABEL = Pattern.compile(
            "(?iu)(?:mailto|smtp|e-?mail|e|tel(?:ephone|[eé]fon[eo]?)?|phone|ph|p|t|m|mobile?|mob|m[oó]vil|celular|cell?|handy"
                    + "|sms|callto|imessage|тел(?:ефон)?|моб)\\.?\\s*:\\s*(?://)?");

    /** {@code Ann <ann@example.com>}; chats write {@code <mailto:ann@example.com|Ann>}. */
    private static final Pattern IN_ANGLES = Pattern.compile("([^<>|]*)<\\s*([^<>|]+?)\\s*(?:\\|([^<>|]*))?>");

    private static final Pattern HALF_ANGLES = Pattern.compile("<\\s*([^<>]+)|([^<>]+?)\\s*>");

    /** Links as mail programs and chats write them: {@code [ann@example.com](mailto:ann@example.com)}. */
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

    /** Removes characters that a person does not see. */
    static String stripInvisible(String given) {
        return OuterWhitespace.strip(INVISIBLE.matcher(given).replaceAll(""));
    }

    /** Returns the handle, or the text with its wrapper if it is ambiguous which handle is meant. */
    static String unwrap(String visible) {
        String text = strip(toHalfWidth(visible));
        String before = "";
        for (int i = 0; i < MAX_WRAPPERS && !text.equals(before); i++) {
            before = text;
            text = strip(unwrapOnce(text));
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
        return kind.matches() ? kind.group(1) : unquote(text);
    }

    /** Whether a text is the name of a person, or the same handle. A different handle is neither. */
    private static boolean isNameOf(String text, String handle) {
        boolean isPossibleHandle = text.indexOf('@') >= 0
                || text.chars().filter(Character::isDigit).count() >= MIN_DIGITS;
        return !isPossibleHandle
                || unwrap(text).equalsIgnoreCase(unwrap(handle))
                || digits(unwrap(text)).equals(digits(unwrap(handle)))
                        && !digits(text).isEmpty();
    }

    private static String digits(String text) {
        return text.indexOf('@') >= 0 ? "" : text.replaceAll("\\P{Nd}", "");
    }

    private static String unquote(String text) {
        int end = text.length() - 1;
        boolean isQuoted = end > 0 && QUOTES.contains("" + text.charAt(0) + text.charAt(end));
        // (202) 555-0111 (0) is not in brackets.
        boolean isBracketed = end > 0 && text.charAt(0) == '(' && text.indexOf(')') == end;
        if (isQuoted || isBracketed) {
            return text.substring(1, end);
        }
        // A spreadsheet removes the first of two apostrophes: at the start of a cell it marks the value as text.
        if (end > 0 && APOSTROPHES.indexOf(text.charAt(end)) >= 0) {
            return text.substring(0, end);
        }
        // A word processor converts that mark to an apostrophe.
        return !text.isEmpty() && APOSTROPHES.indexOf(text.charAt(0)) >= 0 ? text.substring(1) : text;
    }

    private static String strip(String text) {
        String inner = OuterWhitespace.strip(text);
        int end = inner.length();
        while (end > 0 && ".,;:".indexOf(inner.charAt(end - 1)) >= 0) {
            end--;
        }
        return OuterWhitespace.strip(inner.substring(0, end));
    }

    /** Keyboards of East Asia have all ASCII characters also in the width of their own characters. */
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

    /** Normalizes hyphens and spaces of a number and removes brackets before its plus sign. */
    static String normalizeNumber(String text) {
        String hyphens = HYPHENS.matcher(BULLETS.matcher(text).replaceAll("-")).replaceAll("-");
        String plain = SPACES.matcher(hyphens).replaceAll(" ");
        int plus = plain.indexOf('+');
        boolean isOnlyBracketed =
                plus > 0 && plain.substring(0, plus).chars().allMatch(c -> c == '(' || c == '[' || c == ' ');
        return isOnlyBracketed ? plain.substring(plus) : plain;
    }
}
