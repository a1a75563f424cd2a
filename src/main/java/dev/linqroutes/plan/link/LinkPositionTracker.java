package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.UnicodeScripts;

/** Tracks whether the end of a growing text is inside a link, and in which part of it. Reads each character once. */
final class LinkPositionTracker {
    private static final String SLASHES = "://";
    private static final String NEVER_IN_ADDRESS = "<>\"|\\`";

    /** The part of a link. */
    enum LinkPosition {
        /** Not inside a link, or not recognized as one yet. */
        OUTSIDE_LINK,
        /** Directly after the scheme, or in the host name. */
        HOST,
        PATH,
        /** After {@code ?}, {@code #} or {@code &}, where {@code a=b} may follow. */
        QUERY,
        /** In {@code b} of {@code a=b}. */
        QUERY_VALUE
    }

    private int readLength;
    private int wordStart;
    private LinkPosition position = LinkPosition.OUTSIDE_LINK;

    /** Whether the first path mark of the word was checked: a second one does not start a link. */
    private boolean pathChecked;

    /** @param text the text of the last call with more at its end */
    void advance(CharSequence text) {
        for (; readLength < text.length(); readLength++) {
            char c = text.charAt(readLength);
            if (endsLink(text, c)) {
                wordStart = readLength + 1;
                position = LinkPosition.OUTSIDE_LINK;
                pathChecked = false;
            } else if (position == LinkPosition.OUTSIDE_LINK && "/?#".indexOf(c) >= 0) {
                position = positionAtLinkStart(text, c);
            } else if (position != LinkPosition.OUTSIDE_LINK) {
                position = positionAfter(c);
            }
        }
    }

    private LinkPosition positionAtLinkStart(CharSequence text, char c) {
        if (endsScheme(text)) {
            return LinkPosition.HOST;
        }
        if (pathChecked || readLength == wordStart || !Character.isLetterOrDigit(text.charAt(readLength - 1))) {
            return LinkPosition.OUTSIDE_LINK;
        }
        pathChecked = true;
        return UnfinishedLink.isStartedBy(
                        text.subSequence(wordStart, readLength).toString() + c)
                ? positionBehindHost(c)
                : LinkPosition.OUTSIDE_LINK;
    }

    private LinkPosition positionAfter(char c) {
        return switch (c) {
            case '/' -> position == LinkPosition.HOST ? LinkPosition.PATH : position;
            case '?', '#' -> LinkPosition.QUERY;
            case '&' -> position == LinkPosition.QUERY_VALUE ? LinkPosition.QUERY : position;
            case '=' -> position == LinkPosition.QUERY ? LinkPosition.QUERY_VALUE : position;
            default -> position;
        };
    }

    private static LinkPosition positionBehindHost(char c) {
        return c == '/' ? LinkPosition.PATH : LinkPosition.QUERY;
    }

    /** White space, characters that no address has, and a word of a script without spaces directly after an address. */
    private boolean endsLink(CharSequence text, char c) {
        int codePoint = Character.codePointAt(text, readLength);
        boolean isWord = UnicodeScripts.isWrittenWithoutSpaces(codePoint)
                && readLength > wordStart
                && UnicodeScripts.isLatinOrDigit(text.charAt(readLength - 1));
        boolean isOtherMark = codePoint >= 0x80
                && !Character.isLetterOrDigit(codePoint)
                && !UnicodeScripts.isAccent(codePoint)
                && !Character.isLowSurrogate(c);
        return InvisibleCharacters.isSpace(c) || NEVER_IN_ADDRESS.indexOf(c) >= 0 || isOtherMark || isWord;
    }

    /** Whether the current slash is the end of a scheme such as {@code https://}. */
    private boolean endsScheme(CharSequence text) {
        int scheme = readLength + 1 - SLASHES.length();
        return scheme > wordStart
                && text.subSequence(scheme, readLength + 1).toString().equals(SLASHES)
                && Character.isLetterOrDigit(text.charAt(scheme - 1));
    }

    LinkPosition position() {
        return position;
    }
}
