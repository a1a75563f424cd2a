package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A range that is removed from a text.
 *
 * @param end index after its last character
 * @param isMarkup whether the text before and after it is one word or sentence: white space around it does not change
 */
record TextCut(int start, int end, boolean isMarkup) {
    /** Start and end of text in another writing direction: removing only one of them would reverse more text. */
    private static final String DIRECTIONS = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    /** White space, and invisible characters that belong neither to a letter before them nor to another invisible character. */
    static boolean isGap(char c) {
        return InvisibleCharacters.isSpace(c)
                || InvisibleCharacters.isInvisible(c)
                        && !InvisibleCharacters.isVariationSelector(c)
                        && DIRECTIONS.indexOf(c) < 0;
    }

    /** Sorts cuts and merges those with no visible character between them. */
    static List<TextCut> merge(String text, List<TextCut> cuts) {
        List<TextCut> merged = new ArrayList<>();
        for (TextCut cut :
                cuts.stream().sorted(Comparator.comparingInt(TextCut::start)).toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).reaches(cut, text)) {
                merged.set(last, merged.get(last).mergedWith(cut));
            } else {
                merged.add(cut);
            }
        }
        return merged;
    }

    private boolean reaches(TextCut next, String text) {
        int at = end;
        while (at < next.start && !isMarkup && !next.isMarkup && isGap(text.charAt(at))) {
            at++;
        }
        return at >= next.start;
    }

    private TextCut mergedWith(TextCut next) {
        return new TextCut(start, Math.max(end, next.end), isMarkup && next.isMarkup);
    }
}
