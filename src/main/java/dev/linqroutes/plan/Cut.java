package dev.linqroutes.plan;

import dev.linqroutes.command.Invisible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch that is taken out of a text.
 *
 * @param end index behind its last character
 * @param isMarkup whether what stands on both sides of it is one word or sentence: nothing else changes there
 */
record Cut(int start, int end, boolean isMarkup) {
    /** Mark where another direction of writing begins and ends: one of them without the other would turn more text. */
    private static final String DIRECTIONS = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    /** White space, and what is invisible and belongs neither to the letter before it nor to another such character. */
    static boolean isGap(char c) {
        return Invisible.isSpace(c)
                || Invisible.is(c) && !Invisible.isVariationSelector(c) && DIRECTIONS.indexOf(c) < 0;
    }

    /** In order and apart; those with nothing to be seen between them are one. */
    static List<Cut> merged(String text, List<Cut> cuts) {
        List<Cut> merged = new ArrayList<>();
        for (Cut cut : cuts.stream().sorted(Comparator.comparingInt(Cut::start)).toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).reaches(cut, text)) {
                merged.set(last, merged.get(last).with(cut));
            } else {
                merged.add(cut);
            }
        }
        return merged;
    }

    private boolean reaches(Cut next, String text) {
        int at = end;
        while (at < next.start && !isMarkup && !next.isMarkup && isGap(text.charAt(at))) {
            at++;
        }
        return at >= next.start;
    }

    private Cut with(Cut next) {
        return new Cut(start, Math.max(end, next.end), isMarkup && next.isMarkup);
    }
}
