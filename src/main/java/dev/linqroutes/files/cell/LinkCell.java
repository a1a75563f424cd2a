package dev.linqroutes.files.cell;

import java.util.ArrayList;
import java.util.List;

/**
 * A cell with several links, between them white space or a bar, or a comma or semicolon where another link or nothing
 * follows. White space in a placeholder ends none, nor does a space before a word that is no link: nobody means that as one
 * of its own, so it is told together with what stands before it.
 */
public final class LinkCell {
    private LinkCell() {}

    public static List<String> split(String cell) {
        List<String> links = new ArrayList<>();
        int from = 0;
        int to = 0;
        int begin = 0;
        boolean isBehindSpace = false;
        boolean inPlaceholder = false;
        for (int i = 0; i <= cell.length(); i++) {
            char c = i < cell.length() ? cell.charAt(i) : '|';
            boolean ends = i == cell.length()
                    || c == '|'
                    || !inPlaceholder && (isSpace(c) || (c == ',' || c == ';') && isLinkOrEndAt(cell, i + 1));
            if (ends) {
                String part = cell.substring(begin, i);
                boolean isBlank = CellText.isBlank(part);
                if (!isBlank && (to == 0 || !isBehindSpace || mayBeLink(part))) {
                    add(links, cell.substring(from, to));
                    from = begin;
                }
                to = isBlank ? to : i;
                isBehindSpace = isSpace(c) && c != '\n' && c != '\r' && (isBehindSpace || !isBlank);
                begin = i + 1;
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

    /** A link has a point, a colon or a slash, or gets them from a placeholder. */
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
