package dev.linqroutes.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * A cell with several links, between them white space or a bar, or a comma or semicolon where another link or nothing
 * follows. White space in a placeholder ends none.
 */
final class LinkCell {
    private LinkCell() {}

    static List<String> split(String cell) {
        List<String> links = new ArrayList<>();
        int begin = 0;
        boolean inPlaceholder = false;
        for (int i = 0; i <= cell.length(); i++) {
            char c = i < cell.length() ? cell.charAt(i) : '|';
            boolean ends = i == cell.length()
                    || c == '|'
                    || !inPlaceholder && (isSpace(c) || (c == ',' || c == ';') && mayFollowLink(cell, i + 1));
            if (ends) {
                if (!Cells.isBlank(cell.substring(begin, i))) {
                    links.add(cell.substring(begin, i));
                }
                begin = i + 1;
                inPlaceholder = false;
            } else if (c == '{' || c == '}') {
                inPlaceholder = c == '{';
            }
        }
        return links;
    }

    private static boolean mayFollowLink(String cell, int at) {
        return at == cell.length()
                || isSpace(cell.charAt(at))
                || cell.regionMatches(true, at, "http://", 0, 7)
                || cell.regionMatches(true, at, "https://", 0, 8);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
