package dev.linqroutes.csv;

import java.util.ArrayList;
import java.util.List;

/** A cell with several links, between them white space or a bar; white space in a placeholder ends none. */
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
                    || !inPlaceholder && (Character.isWhitespace(c) || Character.isSpaceChar(c));
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
}
