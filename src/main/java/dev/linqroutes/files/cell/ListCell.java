package dev.linqroutes.files.cell;

import java.util.List;
import java.util.regex.Pattern;

/** Splits a cell into media, or into the options of a poll. */
public final class ListCell {
    private static final String BAR_OR_LINE_BREAK = "[|\\n\\r\\u000B\\u0085\\u2028\\u2029\\uFF5C]";
    private static final String SEMICOLON = "[;\\uFF1B\\u061B]";

    /** A comma may be part of an option. */
    private static final Pattern OPTIONS = Pattern.compile(BAR_OR_LINE_BREAK + "|" + SEMICOLON);

    /** White space and commas separate addresses only, since the name of a file may have them; an address must not lose a file. */
    private static final Pattern MEDIA =
            Pattern.compile(BAR_OR_LINE_BREAK + "|" + SEMICOLON + "|[\\s,]+(?=(?i:https?)://)");

    private ListCell() {}

    public static List<String> splitOptions(String cell) {
        return split(OPTIONS, cell);
    }

    public static List<String> splitMedia(String cell) {
        return split(MEDIA, cell);
    }

    private static List<String> split(Pattern separators, String cell) {
        return separators
                .splitAsStream(cell)
                .map(CellText::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
