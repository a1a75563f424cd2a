package dev.linqroutes.plan;

import dev.linqroutes.command.Scripts;
import java.util.Arrays;
import java.util.List;

/**
 * What is left of a text without some stretches of it. The white space around such a stretch becomes one line break or one space;
 * everything else stays as it is.
 */
final class Joined {
    private static final String CLOSING = ",;:!?)]}、。，；：！？）］｝」』】》〉،؛؟।";

    private static final String OPENING = "([{（［｛「『【《〈";

    /** Close in some languages and open in others; behind a space they open. */
    private static final String QUOTES = "”’»";

    private static final String IN_ADDRESSES = ".:/@-_";

    private final Remains whole;
    private final StringBuilder text = new StringBuilder();
    private final int[] origins;

    private Joined(Remains whole) {
        this.whole = whole;
        // What is left out between two stretches makes room for what is put in.
        this.origins = new int[whole.text().length()];
    }

    /** @param cuts in order and apart, none of them empty */
    static Remains without(Remains whole, List<Cut> cuts) {
        Joined joined = new Joined(whole);
        int at = 0;
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            joined.append(at, cut.start());
            at = cut.end();
            if (!cut.isMarkup()) {
                int next = i + 1 < cuts.size()
                        ? cuts.get(i + 1).start()
                        : whole.text().length();
                at = joined.close(at, next);
            }
        }
        joined.append(at, whole.text().length());
        return new Remains(joined.text.toString(), Arrays.copyOf(joined.origins, joined.text.length()));
    }

    /** Puts what is needed in the place of a stretch that ends there, and gives where the text goes on. */
    private int close(int start, int next) {
        int begin = start;
        while (begin < next && Cut.isGap(whole.text().charAt(begin))) {
            begin++;
        }
        boolean isAttached = begin == start;
        boolean hadNone = !hasSpaceAtEnd();
        boolean hadSpace = !isAttached || !hadNone;
        boolean newLine = stripEnd() | whole.text().substring(start, begin).contains("\n");
        boolean isAtEdge = text.isEmpty()
                || begin == whole.text().length()
                || hadNone && OPENING.indexOf(text.charAt(text.length() - 1)) >= 0;
        if (!isAtEdge && !isClosing(begin, isAttached) && (hadSpace || wouldJoin(begin))) {
            origins[text.length()] = Remains.INSERTED;
            text.append(newLine ? '\n' : ' ');
        }
        return begin;
    }

    private boolean isClosing(int at, boolean isAttached) {
        String all = whole.text();
        char c = all.charAt(at);
        boolean isFullStop = c == '.' && (at + 1 == all.length() || Character.isWhitespace(all.charAt(at + 1)));
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
        return Character.isLetterOrDigit(codePoint) && !Scripts.isWrittenWithoutSpaces(codePoint);
    }

    private void append(int start, int end) {
        System.arraycopy(whole.origins(), start, origins, text.length(), end - start);
        text.append(whole.text(), start, end);
    }

    private boolean hasSpaceAtEnd() {
        return !text.isEmpty() && Cut.isGap(text.charAt(text.length() - 1));
    }

    /** Whether a line break went with the white space at the end. */
    private boolean stripEnd() {
        boolean newLine = false;
        int end = text.length();
        while (end > 0 && Cut.isGap(text.charAt(end - 1))) {
            end--;
            newLine |= text.charAt(end) == '\n';
        }
        text.setLength(end);
        return newLine;
    }
}
