package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch that is taken out of a text.
 *
 * @param end index behind its last character
 * @param isMarkup whether what stands on both sides of it is one word or sentence: nothing else changes there
 */
record TextCut(int start, int end, boolean isMarkup) {
    /** Mark where another direction of writing begins and ends: one of them without the other would turn more text. */
    private static final String DIRECTIONS = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    /** White space, and what is invisible and belongs neither to the letter before it nor to another such character. */
    static boolean isGap(char c) {
        return InvisibleCharacters.isSpace(c)
                || InvisibleCharacters.isInvisible(c)
                        && !InvisibleCharacters.isVariationSelector(c)
                        && DIRECTIONS.indexOf(c) < 0;
    }

    /** In order and apart; those with nothing to be seen between them are one. */
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
