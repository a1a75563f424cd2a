package dev.linqroutes.files.cell;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a cell into links. Separators are white space, a vertical bar, and a comma or semicolon before another link or the
 * end. White space in a placeholder does not separate, nor does a space before a word that is not a link: the word becomes part
 * of the link before it, and is reported with it.
 */
public final class LinkCell {
    private LinkCell() {}

    public static List<String> split(String cell) {
        List<String> links = new ArrayList<>();
        int from = 0;
        int to = 0;
        int start = 0;
        boolean isBehindSpace = false;
        boolean inPlaceholder = false;
        for (int i = 0; i <= cell.length(); i++) {
            char c = i < cell.length() ? cell.charAt(i) : '|';
            boolean ends = i == cell.length()
                    || c == '|'
                    || !inPlaceholder && (isSpace(c) || (c == ',' || c == ';') && isLinkOrEndAt(cell, i + 1));
            if (ends) {
                String part = cell.substring(start, i);
                boolean isBlank = CellText.isBlank(part);
                if (!isBlank && (to == 0 || !isBehindSpace || mayBeLink(part))) {
                    add(links, cell.substring(from, to));
                    from = start;
                }
                to = isBlank ? to : i;
                isBehindSpace = isSpace(c) && c != '\n' && c != '\r' && (isBehindSpace || !isBlank);
                start = i + 1;
                inPlaceholder = false;
            } else if (c == '{' || c == '}') {
                inPlaceholder = c == '{';
            }
        }
        add(links, cell.substring(from, to));
        return links;
    }

    private static void add(List<String> links, String link) {
        if (!link.isEmpty()) {
            links.add(link);
        }
    }

    /** A link has a dot, a colon or a slash, or a placeholder. */
    private static boolean mayBeLink(String part) {
        return part.chars().anyMatch(c -> c == '.' || c == ':' || c == '/' || c == '{');
    }

    private static boolean isLinkOrEndAt(String cell, int at) {
        return at == cell.length()
                || isSpace(cell.charAt(at))
                || cell.regionMatches(true, at, "http://", 0, 7)
                || cell.regionMatches(true, at, "https://", 0, 8);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
