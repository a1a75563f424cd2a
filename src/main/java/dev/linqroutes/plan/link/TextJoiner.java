package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.UnicodeScripts;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes ranges from a text. White space around a removed range becomes a single space, line break or empty line; everything
 * else is unchanged.
 */
final class TextJoiner {
    private static final String CLOSING = ",;:!?)]}、。，；：！？）］｝」』】》〉،؛؟।";

    private static final String OPENING = "([{（［｛「『【《〈";

    /** Close a quotation in some languages and open one in others; after a space they open one. */
    private static final String QUOTES = "”’»";

    private static final String URL_SYMBOLS = ".:/@-_";

    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private final RemainingText whole;
    private final StringBuilder text = new StringBuilder();
    private final int[] origins;

    private TextJoiner(RemainingText whole) {
        this.whole = whole;
        // The removed ranges are longer than the inserted white space.
        this.origins = new int[whole.text().length()];
    }

    /** @param cuts in order, without overlaps, none of them empty */
    static RemainingText removeCuts(RemainingText whole, List<TextCut> cuts) {
        TextJoiner joined = new TextJoiner(whole);
        int at = 0;
        for (int i = 0; i < cuts.size(); i++) {
            TextCut cut = cuts.get(i);
            joined.append(at, cut.start());
            at = cut.end();
            if (!cut.isMarkup()) {
                int next = i + 1 < cuts.size()
                        ? cuts.get(i + 1).start()
                        : whole.text().length();
                at = joined.closeGap(cut, next);
            }
        }
        joined.append(at, whole.text().length());
        return new RemainingText(joined.text.toString(), Arrays.copyOf(joined.origins, joined.text.length()));
    }

    /** Inserts the white space that replaces a range, and returns the index at which the text continues. */
    private int closeGap(TextCut cut, int next) {
        int start = cut.end();
        int begin = start;
        while (begin < next && TextCut.isGap(whole.text().charAt(begin))) {
            begin++;
        }
        boolean isAttachedAfter = begin == start;
        boolean isAttachedBefore = !hasSpaceAtEnd();
        boolean hadSpace = !isAttachedAfter || !isAttachedBefore;
        // Includes line breaks between two links that are one range.
        int lineBreaks = Math.max(stripEnd(), lineBreaks(whole.text(), cut.start(), begin));
        boolean isAtEdge = text.isEmpty()
                || begin == whole.text().length()
                || isAttachedBefore && OPENING.indexOf(text.charAt(text.length() - 1)) >= 0;
        if (!isAtEdge && !isClosing(begin, isAttachedAfter) && (hadSpace || wouldJoin(begin))) {
            insert(lineBreaks > 0 ? "\n".repeat(lineBreaks) : " ");
        }
        return begin;
    }

    private boolean isClosing(int at, boolean isAttachedAfter) {
        String all = whole.text();
        char c = all.charAt(at);
        boolean isFullStop = c == '.' && (at + 1 == all.length() || TextCut.isGap(all.charAt(at + 1)));
        return isFullStop || CLOSING.indexOf(c) >= 0 || isAttachedAfter && QUOTES.indexOf(c) >= 0;
    }

    /** Whether joining the text would form a new word or link. */
    private boolean wouldJoin(int at) {
        int before = text.codePointBefore(text.length());
        int after = whole.text().codePointAt(at);
        boolean isWord = isInSpacedWord(before) && isInSpacedWord(after);
        boolean isUrl = Character.isLetterOrDigit(before) && URL_SYMBOLS.indexOf(after) >= 0
                || URL_SYMBOLS.indexOf(before) >= 0 && Character.isLetterOrDigit(after);
        return isWord || isUrl;
    }

    private static boolean isInSpacedWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) && !UnicodeScripts.isWrittenWithoutSpaces(codePoint);
    }

    private void insert(String space) {
        Arrays.fill(origins, text.length(), text.length() + space.length(), RemainingText.INSERTED);
        text.append(space);
    }

    private void append(int start, int end) {
        System.arraycopy(whole.origins(), start, origins, text.length(), end - start);
        text.append(whole.text(), start, end);
    }

    private boolean hasSpaceAtEnd() {
        return !text.isEmpty() && TextCut.isGap(text.charAt(text.length() - 1));
    }

    /** Removes white space at the end and returns the number of line breaks in it. */
    private int stripEnd() {
        int end = text.length();
        while (end > 0 && TextCut.isGap(text.charAt(end - 1))) {
            end--;
        }
        int lineBreaks = lineBreaks(text, end, text.length());
        text.setLength(end);
        return lineBreaks;
    }

    /** Counts at most two line breaks: two form the empty line between paragraphs. */
    private static int lineBreaks(CharSequence text, int start, int end) {
        return (int) LINE_BREAK
                .matcher(text.subSequence(start, end))
                .results()
                .limit(2)
                .count();
    }
}
