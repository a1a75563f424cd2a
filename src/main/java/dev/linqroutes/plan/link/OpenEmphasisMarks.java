package dev.linqroutes.plan.link;

import java.util.Arrays;

/**
 * Which of the marks with which people write a text slanted or struck out are open at a place: {@code _this link_}. None is
 * open beyond its line. Looks at each character once, so places are asked for in their order.
 */
final class OpenEmphasisMarks {
    private static final String MARKS = "_~";

    private final String text;
    private final boolean[] open = new boolean[MARKS.length()];
    private int at;

    OpenEmphasisMarks(String text) {
        this.text = text;
    }

    /** Takes in what stands before a place. */
    void readTo(int place) {
        for (; at < place; at++) {
            if (text.charAt(at) == '\n') {
                Arrays.fill(open, false);
            }
            int mark = MARKS.indexOf(text.charAt(at));
            if (mark >= 0) {
                // A tilde before a number says that it is one about right.
                boolean isAbout = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
                boolean begins = !isIn(at - 1, true) && isIn(at + 1, false) && !isAbout;
                boolean ends = isIn(at - 1, false) && !isIn(at + 1, true);
                open[mark] = begins || open[mark] && !ends;
            }
        }
    }

    /** What stands there is none of the text's marks: it is a link's. */
    void skipTo(int place) {
        at = Math.max(at, place);
    }

    boolean isOpen(char mark) {
        int index = MARKS.indexOf(mark);
        return index >= 0 && open[index];
    }

    /** Whether something stands there that is no space, or even a letter or digit. */
    private boolean isIn(int index, boolean word) {
        if (index < 0 || index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        return word ? Character.isLetterOrDigit(c) : !Character.isWhitespace(c);
    }
}
