package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.plan.link.LinkPositionTracker.LinkPosition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Encodes the values that are inserted into a growing text: in a link, also one inside the text, a value stays one piece of it. */
public final class LinkEncoder {
    private static final int MAX_QUOTED_LENGTH = 40;

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

    private final boolean isLink;
    private final LinkPositionTracker tracker = new LinkPositionTracker();

    /** @param isLink whether the whole text is a link */
    public LinkEncoder(boolean isLink) {
        this.isLink = isLink;
    }

    /** @param text that of the last call with more at its end; the next value is inserted behind it */
    public void advance(CharSequence text) {
        tracker.advance(text);
    }

    /** Why the value cannot be inserted. */
    public Optional<String> describeProblem(String value) {
        if (tracker.position() == LinkPosition.HOST && !HOST.matcher(value).lookingAt()) {
            return Optional.of(
                    "is \"" + Quoting.shorten(value, MAX_QUOTED_LENGTH) + "\", which cannot be part of a host name");
        }
        return isLink
                        && tracker.position() == LinkPosition.OUTSIDE_LINK
                        && SEVERAL_LINKS.matcher(value).find()
                ? Optional.of("contains several links; give each its own column")
                : Optional.empty();
    }

    /** The value, encoded for its position in the text. */
    public String encode(String value) {
        return switch (tracker.position()) {
            case OUTSIDE_LINK -> isLink ? percentEncode(value, URL_MARKS, true) : value;
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
    public static String encodeAsLinkEnd(String value) {
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
}
