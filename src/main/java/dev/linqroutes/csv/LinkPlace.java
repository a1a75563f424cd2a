package dev.linqroutes.csv;

import dev.linqroutes.command.Invisible;
import dev.linqroutes.command.Scripts;

/** Whether the end of a text that grows stands in a link, and where in it. Reads each character once. */
final class LinkPlace {
    private static final String SLASHES = "://";
    private static final String NEVER_IN_ADDRESS = "<>\"|\\`";

    private int read;
    private int word;
    private boolean inLink;
    private boolean inQuery;
    private boolean hasName;

    /** @param text as before, with more at its end */
    void readOn(CharSequence text) {
        for (; read < text.length(); read++) {
            char c = text.charAt(read);
            if (endsLink(text, c)) {
                word = read + 1;
                inLink = false;
                inQuery = false;
                hasName = false;
                continue;
            }
            switch (c) {
                case '/' -> inLink |= endsWithScheme(text);
                case '?' -> {
                    inQuery = true;
                    hasName = false;
                }
                case '#' -> inQuery = false;
                case '&' -> hasName = false;
                case '=' -> hasName = true;
                default -> {
                    // Part of a name or a value.
                }
            }
        }
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

    /** Whether {@code http://} or {@code https://} ends with the slash that is read. */
    private boolean endsWithScheme(CharSequence text) {
        int scheme = read + 1 - SLASHES.length();
        return scheme >= word
                && text.subSequence(scheme, read + 1).toString().equals(SLASHES)
                && (ends(text, scheme, "http") || ends(text, scheme, "https"));
    }

    private boolean ends(CharSequence text, int end, String scheme) {
        int begin = end - scheme.length();
        return begin >= word && text.subSequence(begin, end).toString().equalsIgnoreCase(scheme);
    }

    /** Whether a scheme of the web stands before it, without white space between. */
    boolean isInLink() {
        return inLink;
    }

    /** Whether it stands inside {@code b} of {@code ?a=b}, where what separates such pairs has to be encoded. */
    boolean isInQueryValue() {
        return inQuery && hasName;
    }
}
