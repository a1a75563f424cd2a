package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.UnicodeScripts;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is left of a text without some stretches of it. The white space around such a stretch becomes one space, one line break or
 * one empty line; everything else stays as it is.
 */
final class TextJoiner {
    private static final String CLOSING = ",;:!?)]}、。，；：！？）］｝」』】》〉،؛؟।";

    private static final String OPENING = "([{（［｛「『【《〈";

    /** Close in some languages and open in others; behind a space they open. */
    private static final String QUOTES = "”’»";

    private static final String IN_ADDRESSES = ".:/@-_";

    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private final RemainingText whole;
    private final StringBuilder text = new StringBuilder();
    private final int[] origins;

    private TextJoiner(RemainingText whole) {
        this.whole = whole;
        // What is left out between two stretches makes room for what is put in.
        this.origins = new int[whole.text().length()];
    }

    /** @param cuts in order and apart, none of them empty */
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

    /** Puts what is needed in the place of a stretch, and gives where the text goes on. */
    private int closeGap(TextCut cut, int next) {
        int start = cut.end();
        int begin = start;
        while (begin < next && TextCut.isGap(whole.text().charAt(begin))) {
            begin++;
        }
        boolean isAttached = begin == start;
        boolean hadNone = !hasSpaceAtEnd();
        boolean hadSpace = !isAttached || !hadNone;
        // Those between two links that are one stretch count, too.
        int lineBreaks = Math.max(stripEnd(), lineBreaks(whole.text(), cut.start(), begin));
        boolean isAtEdge = text.isEmpty()
                || begin == whole.text().length()
                || hadNone && OPENING.indexOf(text.charAt(text.length() - 1)) >= 0;
        if (!isAtEdge && !isClosing(begin, isAttached) && (hadSpace || wouldJoin(begin))) {
            insert(lineBreaks > 0 ? "\n".repeat(lineBreaks) : " ");
        }
        return begin;
    }

    private boolean isClosing(int at, boolean isAttached) {
        String all = whole.text();
        char c = all.charAt(at);
        boolean isFullStop = c == '.' && (at + 1 == all.length() || TextCut.isGap(all.charAt(at + 1)));
        return isFullStop || CLOSING.indexOf(c) >= 0 || isAttached && QUOTES.indexOf(c) >= 0;
    }

    /** Whether words, or even links, would arise that nobody wrote. */
    private boolean wouldJoin(int at) {
        int before = text.codePointBefore(text.length());
        int after = whole.text().codePointAt(at);
        boolean isWord = isInSpacedWord(before) && isInSpacedWord(after);
        boolean isAddress = Character.isLetterOrDigit(before) && IN_ADDRESSES.indexOf(after) >= 0
                || IN_ADDRESSES.indexOf(before) >= 0 && Character.isLetterOrDigit(after);
        return isWord || isAddress;
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

    /** How many line breaks went with the white space at the end. */
    private int stripEnd() {
        int end = text.length();
        while (end > 0 && TextCut.isGap(text.charAt(end - 1))) {
            end--;
        }
        int lineBreaks = lineBreaks(text, end, text.length());
        text.setLength(end);
        return lineBreaks;
    }

    /** As many as make a difference: two of them are an empty line, which stands between paragraphs. */
    private static int lineBreaks(CharSequence text, int start, int end) {
        return (int) LINE_BREAK
                .matcher(text.subSequence(start, end))
                .results()
                .limit(2)
                .count();
    }
}
