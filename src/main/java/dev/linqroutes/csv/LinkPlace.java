package dev.linqroutes.csv;

import dev.linqroutes.command.Invisible;
import dev.linqroutes.command.Scripts;
import dev.linqroutes.plan.OpenLink;

/** Whether the end of a text that grows stands in a link, and where in it. Reads each character once. */
final class LinkPlace {
    private static final String SLASHES = "://";
    private static final String NEVER_IN_ADDRESS = "<>\"|\\`";

    /** What of a link stands there. */
    enum Part {
        /** None, or none yet. */
        NONE,
        /** Right behind its scheme, or in the name of its web site. */
        HOST,
        PATH,
        /** Behind {@code ?}, {@code #} or {@code &}, where {@code a=b} may stand. */
        PAIR,
        /** In {@code b} of {@code a=b}. */
        VALUE
    }

    private int read;
    private int word;
    private Part part = Part.NONE;

    /** Whether the first mark of a path that stands in the word was looked at: a second one begins none. */
    private boolean isPathSought;

    /** @param text as before, with more at its end */
    void readOn(CharSequence text) {
        for (; read < text.length(); read++) {
            char c = text.charAt(read);
            if (endsLink(text, c)) {
                word = read + 1;
                part = Part.NONE;
                isPathSought = false;
            } else if (part == Part.NONE && "/?#".indexOf(c) >= 0) {
                part = begun(text, c);
            } else if (part != Part.NONE) {
                part = next(c);
            }
        }
    }

    private Part begun(CharSequence text, char c) {
        if (isBehindScheme(text)) {
            return Part.HOST;
        }
        if (isPathSought || read == word || !Character.isLetterOrDigit(text.charAt(read - 1))) {
            return Part.NONE;
        }
        isPathSought = true;
        return OpenLink.isBegunBy(text.subSequence(word, read).toString() + c) ? behind(c) : Part.NONE;
    }

    private Part next(char c) {
        return switch (c) {
            case '/' -> part == Part.HOST ? Part.PATH : part;
            case '?', '#' -> Part.PAIR;
            case '&' -> part == Part.VALUE ? Part.PAIR : part;
            case '=' -> part == Part.PAIR ? Part.VALUE : part;
            default -> part;
        };
    }

    private static Part behind(char c) {
        return c == '/' ? Part.PATH : Part.PAIR;
    }

    /** White space, what no address has, and a word that is written right behind an address. */
    private boolean endsLink(CharSequence text, char c) {
        int codePoint = Character.codePointAt(text, read);
        boolean isWord = Scripts.isWrittenWithoutSpaces(codePoint)
                && read > word
                && Scripts.isLatinOrDigit(text.charAt(read - 1));
        boolean isOtherMark = codePoint >= 0x80
                && !Character.isLetterOrDigit(codePoint)
                && !Scripts.isAccent(codePoint)
                && !Character.isLowSurrogate(c);
        return Invisible.isSpace(c) || NEVER_IN_ADDRESS.indexOf(c) >= 0 || isOtherMark || isWord;
    }

    /** Whether a scheme ends with the slash that is read. */
    private boolean isBehindScheme(CharSequence text) {
        int scheme = read + 1 - SLASHES.length();
        return scheme > word
                && text.subSequence(scheme, read + 1).toString().equals(SLASHES)
                && Character.isLetterOrDigit(text.charAt(scheme - 1));
    }

    Part part() {
        return part;
    }
}
