package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.UnicodeScripts;
import java.lang.Character.UnicodeScript;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the end of a link as a phone finds it. It ends before punctuation that does not occur in URLs (first of all typographic
 * and East Asian punctuation), before emoji, and before a word in scripts without spaces. Letters of all scripts belong to the
 * link if a segment of the path starts with them: {@code /wiki/東京}, {@code /wiki/Köln}.
 */
final class LinkEndFinder {
    /** An underscore escaped for Markdown; the link has a plain underscore. */
    static final String ESCAPED_UNDERSCORE = "\\_";

    private static final String NEVER_IN_URL = "<>\"|\\`";
    private static final String SENTENCE_MARKS = ".,;:!?";
    private static final String OPENING = "([{（［｛｟「｢『《〈【〔〖〘〚";
    private static final String CLOSING = ")]}）］｝｠」｣』》〉】〕〗〙〛";

    /** Longest text in brackets inside a link. A bracket without an end within this distance does not belong to the link. */
    private static final int MAX_BRACKET_LENGTH = 500;

    /** Part of a word between two letters that are not Latin, as in {@code М’ята}, {@code צה״ל}, {@code レオナルド・ダ}. */
    private static final String INSIDE_WORDS = "’·‧・･־׳״་";

    /** Between two Latin letters or digits, full-width forms of characters that occur in URLs, as in {@code file＿1.pdf}. */
    private static final String WIDE = "－＋＝＆％＠＃";

    private static final String BEFORE_EMOJI = "/=_-#&+";
    private static final String SEGMENT_SEPARATORS = "/=?#&";
    private static final Pattern ENTITY =
            Pattern.compile("(?i)&(?:nbsp|quot|lt|gt|apos|#0*3[49]|#x0*2[27]|#0*6[02]|#x0*3[CE]);");

    /** Suffixes that English and Turkish add to a name with an apostrophe: {@code 's}, {@code 'den}, {@code 'nün}. */
    private static final Pattern SUFFIX = Pattern.compile(
            "(?iu)(?:s|[yn]?[aeıiuü]|[yn]?[ıiuü]n|[dt][ae](?:n|ki)?|[dt][ıiuü]r|[yn]?l[ae]|s[ıiuü])(?![\\p{L}\\p{N}/_=&%'-])");

    private static final Pattern NEXT_LINK = Pattern.compile("(?i)https?://|(?<=[,;])www\\.");

    /** Words that continue a sentence after a link, and that no title starts with. */
    private static final Pattern PARTICLE =
            Pattern.compile("を|(?:から|まで|です|でした|より|には|では|とは|にて|という|はこちら)|[にではがのとへも](?=[\\p{IsHan}\\p{IsKatakana}])"
                    + "|(?:에서는?|에는?|에게|으로|로|를|을|의|와|과|은|는|이|가|도|까지|부터|입니다|이에요|예요|라고)(?![\\p{L}\\p{N}])");

    private final String text;
    private final int start;
    private final int pathStart;
    private final Deque<Integer> brackets = new ArrayDeque<>();

    /** The last character, ignoring combining marks and invisible characters. */
    private int previous;

    private boolean hasWordInSegment;

    private LinkEndFinder(String text, int start, int pathStart) {
        this.text = text;
        this.start = start;
        this.pathStart = pathStart;
    }

    /**
     * Returns the end index of the link.
     *
     * @param hostEnd index after host and port, where the path starts if there is one
     * @param marks emphasis marks that are open before the link
     */
    static int findEnd(String text, int start, int hostEnd, OpenEmphasisMarks marks) {
        if (hostEnd >= text.length() || "/?#".indexOf(text.charAt(hostEnd)) < 0) {
            return hostEnd;
        }
        return new LinkEndFinder(text, start, hostEnd).find(marks);
    }

    private int find(OpenEmphasisMarks marks) {
        previous = text.codePointBefore(pathStart);
        int at = pathStart;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            boolean isTooLong = !brackets.isEmpty() && at - brackets.peekLast() > MAX_BRACKET_LENGTH;
            if (isTooLong || !continues(codePoint, at, next)) {
                break;
            }
            if (!UnicodeScripts.isAccent(codePoint) && !InvisibleCharacters.isInvisible(codePoint)) {
                previous = codePoint;
            }
            at = next;
        }
        int end = brackets.isEmpty() ? at : brackets.peekLast();
        while (end > pathStart && isTrailing(text.charAt(end - 1), marks)) {
            end--;
        }
        return end;
    }

    /** Punctuation at the end belongs to the sentence, and an emphasis mark to its opening mark. */
    private static boolean isTrailing(char last, OpenEmphasisMarks marks) {
        return SENTENCE_MARKS.indexOf(last) >= 0 || last == '\'' || last == '*' || marks.isOpen(last);
    }

    private boolean continues(int codePoint, int at, int next) {
        if (InvisibleCharacters.isSpace(codePoint) || NEVER_IN_URL.indexOf(codePoint) >= 0) {
            return text.startsWith(ESCAPED_UNDERSCORE, at);
        }
        if (InvisibleCharacters.isInvisible(codePoint)) {
            return continuesInvisibly(codePoint, at, next);
        }
        if (next < text.length() && text.charAt(next) == '\u20E3' || text.startsWith("\uFE0F\u20E3", next)) {
            return false;
        }
        if (OPENING.indexOf(codePoint) >= 0) {
            return openBracket(at, next);
        }
        if (CLOSING.indexOf(codePoint) >= 0) {
            return closeBracket(codePoint, next);
        }
        if (SEGMENT_SEPARATORS.indexOf(codePoint) >= 0) {
            hasWordInSegment = false;
        }
        return codePoint < 0x80 ? continuesInAscii(codePoint, at, next) : continuesInOtherLetters(codePoint, at, next);
    }

    /** Joiners and variation selectors belong to the emoji or letter before them. A soft hyphen is ignored inside a word. */
    private boolean continuesInvisibly(int codePoint, int at, int next) {
        if (InvisibleCharacters.isVariationSelector(codePoint) || InvisibleCharacters.isTagOfFlag(codePoint)) {
            return text.codePointBefore(at) >= 0x80;
        }
        if (next >= text.length()) {
            return false;
        }
        int following = text.codePointAt(next);
        if (codePoint == '\u00AD') {
            return UnicodeScripts.isLatinOrDigit(previous) && UnicodeScripts.isLatinOrDigit(following);
        }
        boolean isJoiner = codePoint == '\u200C' || codePoint == '\u200D';
        boolean joins = following >= 0x80 && (Character.isLetter(following) || UnicodeScripts.isSymbol(following));
        return isJoiner && previous >= 0x80 && joins;
    }

    private boolean continuesInAscii(int codePoint, int at, int next) {
        return switch (codePoint) {
            case '.', ',', ';', ':', '!', '?', '~', '*' -> !endsSentence(codePoint, next);
            case '\'' -> !endsQuote(next);
            case '&' -> !matches(ENTITY, at);
            case 'h', 'H', 'w', 'W' ->
                SEGMENT_SEPARATORS.indexOf(previous) >= 0 || "%:@!+".indexOf(previous) >= 0 || !matches(NEXT_LINK, at);
            default -> codePoint > ' ' && codePoint != 0x7F;
        };
    }

    /** Letters of another script start the next sentence, unless the link already contains such letters. */
    private boolean endsSentence(int codePoint, int next) {
        if (next >= text.length() || isTitleOfWiki() && codePoint != ',' && codePoint != ';' && codePoint != '?') {
            return false;
        }
        int following = text.codePointAt(next);
        boolean isOtherLetter = following >= 0x80
                && Character.isLetter(following)
                && UnicodeScripts.of(following) != UnicodeScript.LATIN
                && UnicodeScripts.of(following) != UnicodeScript.COMMON;
        return isOtherLetter
                && (UnicodeScripts.isLatinOrDigit(previous)
                        || UnicodeScripts.isWrittenWithoutSpaces(following)
                                && !UnicodeScripts.isWrittenWithoutSpaces(previous));
    }

    private boolean endsQuote(int next) {
        boolean isQuoted = start > 0 && text.charAt(start - 1) == '\'';
        return isQuoted || matches(SUFFIX, next);
    }

    private static boolean isInUrl(char c) {
        return Character.isLetterOrDigit(c) || "/_-=&%".indexOf(c) >= 0;
    }

    private boolean continuesInOtherLetters(int codePoint, int at, int next) {
        if (UnicodeScripts.isWrittenWithoutSpaces(codePoint)) {
            boolean continues = hasWordInSegment || !isNextWord(codePoint, at);
            hasWordInSegment = true;
            return continues;
        }
        boolean isWideLetter = codePoint > 0xFF00 && codePoint < 0xFF5F && Character.isLetterOrDigit(codePoint);
        if (isWideLetter && UnicodeScripts.isLatinOrDigit(previous)) {
            return false;
        }
        if (WIDE.indexOf(codePoint) >= 0) {
            return UnicodeScripts.isLatinOrDigit(previous)
                    && next < text.length()
                    && UnicodeScripts.isLatinOrDigit(text.codePointAt(next));
        }
        if (UnicodeScripts.isSymbol(codePoint) || UnicodeScripts.isShownAsEmoji(text, at)) {
            return BEFORE_EMOJI.indexOf(previous) >= 0 || UnicodeScripts.isSymbol(previous);
        }
        int type = Character.getType(codePoint);
        boolean isLetter = Character.isLetterOrDigit(codePoint)
                || UnicodeScripts.isAccent(codePoint)
                || type == Character.LETTER_NUMBER;
        return isLetter || type == Character.CONNECTOR_PUNCTUATION || isHyphen(codePoint) || isInWord(codePoint, next);
    }

    private boolean isInWord(int codePoint, int next) {
        if (next >= text.length()) {
            return false;
        }
        int following = text.codePointAt(next);
        if (codePoint == '–') {
            return isTitleOfWiki() && Character.isLetterOrDigit(previous) && Character.isLetterOrDigit(following);
        }
        if (INSIDE_WORDS.indexOf(codePoint) < 0) {
            return false;
        }
        boolean isCatalan = codePoint == '·' && "lL".indexOf(previous) >= 0 && "lL".indexOf(following) >= 0;
        return isCatalan || UnicodeScripts.isOtherLetter(previous) && UnicodeScripts.isOtherLetter(following);
    }

    /**
     * For the first letter of a script without spaces in a segment of the path: whether it starts the next word of the
     * sentence.
     */
    private boolean isNextWord(int codePoint, int at) {
        if (UnicodeScripts.isLatinOrDigit(previous)) {
            boolean isInTitle = isTitleOfWiki()
                    && UnicodeScripts.group(codePoint) == UnicodeScript.HAN
                    && UnicodeScripts.of(codePoint) != UnicodeScript.HIRAGANA;
            return !isInTitle && !isFollowedByPath(at);
        }
        return CLOSING.indexOf(previous) >= 0 || !UnicodeScripts.isOtherLetter(previous) && matches(PARTICLE, at);
    }

    /** {@code /report2026年/summary.pdf}: the link continues after these letters. */
    private boolean isFollowedByPath(int at) {
        int end = at;
        while (end < text.length() && UnicodeScripts.isWrittenWithoutSpaces(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end + 1 < text.length() && "/=&%".indexOf(text.charAt(end)) >= 0 && isInUrl(text.charAt(end + 1));
    }

    /** Wikis use titles without encoding in URLs: {@code /wiki/JR東日本}. */
    private boolean isTitleOfWiki() {
        return text.startsWith("/wiki/", pathStart);
    }

    private boolean openBracket(int at, int next) {
        if (next >= text.length() || text.charAt(at) == '[' && text.charAt(next) == '/') {
            return false;
        }
        boolean isWide = text.charAt(at) >= 0x80;
        boolean isRemark =
                UnicodeScripts.isLatinOrDigit(previous) && UnicodeScripts.isWrittenWithoutSpaces(text.codePointAt(next))
                        || isWide && SEGMENT_SEPARATORS.indexOf(previous) >= 0 && !isTitleOfWiki();
        if (!isRemark) {
            brackets.push(at);
        }
        return !isRemark;
    }

    /**
     * A closing bracket without an opening one in the link belongs to the sentence; so does a full-width pair between a link
     * and a word.
     */
    private boolean closeBracket(int codePoint, int next) {
        int kind = CLOSING.indexOf(codePoint);
        if (brackets.isEmpty() || OPENING.indexOf(text.charAt(brackets.peek())) != kind) {
            return false;
        }
        boolean isWordAfter = next < text.length() && UnicodeScripts.isWrittenWithoutSpaces(text.codePointAt(next));
        boolean isRemark = codePoint >= 0x80
                && isWordAfter
                && !UnicodeScripts.isOtherLetter(text.codePointBefore(brackets.peek()));
        if (isRemark) {
            return false;
        }
        brackets.pop();
        hasWordInSegment &= !isWordAfter;
        return true;
    }

    private boolean matches(Pattern pattern, int at) {
        Matcher matcher = pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
        return matcher.lookingAt();
    }

    private static boolean isHyphen(int codePoint) {
        return codePoint == '\u2010' || codePoint == '\u2011';
    }
}
