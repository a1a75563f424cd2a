package dev.linqroutes.plan.link;

import java.util.Arrays;

/**
 * Tracks which emphasis marks are open at a position: {@code _this link_}. Marks end with their line. Reads each character
 * once, so positions must be ascending.
 */
final class OpenEmphasisMarks {
    private static final String MARKS = "_~";

    private final String text;
    private final boolean[] open = new boolean[MARKS.length()];
    private int at;

    OpenEmphasisMarks(String text) {
        this.text = text;
    }

    /** Reads the text up to a position. */
    void readTo(int position) {
        for (; at < position; at++) {
            if (text.charAt(at) == '\n') {
                Arrays.fill(open, false);
            }
            int mark = MARKS.indexOf(text.charAt(at));
            if (mark >= 0) {
                // A tilde before a number means "about".
                boolean isApproximation = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
                boolean begins = !isIn(at - 1, true) && isIn(at + 1, false) && !isApproximation;
                boolean ends = isIn(at - 1, false) && !isIn(at + 1, true);
                open[mark] = begins || open[mark] && !ends;
            }
        }
    }

    /** Skips the text up to a position: its marks belong to a link. */
    void skipTo(int position) {
        at = Math.max(at, position);
    }

    boolean isOpen(char mark) {
        int index = MARKS.indexOf(mark);
        return index >= 0 && open[index];
    }

    /** Whether there is a character other than white space at an index, or only a letter or digit. */
    private boolean isIn(int index, boolean word) {
        if (index < 0 || index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        return word ? Character.isLetterOrDigit(c) : !Character.isWhitespace(c);
    }
}
