package dev.linqroutes.files.csv;

import dev.linqroutes.files.text.TextFile;
import dev.linqroutes.files.text.TextFileReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The separator between cells.
 *
 * @param isDeclared whether the first line declares it, as Excel does: {@code sep=;}
 */
public record CellSeparator(char character, boolean isDeclared) {
    private static final String SEPARATORS = ",;\t|";
    private static final Pattern DECLARATION = Pattern.compile("(?i)\"?sep=([,;\t|])\"?");
    private static final int MAX_DECLARATION_LENGTH = 7;

    /** The declared separator or, if there is none, the most frequent one outside quotes in the first non-empty row. */
    static CellSeparator detect(TextFile file) throws IOException {
        try (TextFileReader text = file.open()) {
            FirstRow row = new FirstRow();
            char[] chars = new char[8_192];
            int read = text.read(chars);
            while (read >= 0) {
                for (int i = 0; i < read; i++) {
                    if (row.accept(chars[i])) {
                        return row.separator();
                    }
                }
                read = text.read(chars);
            }
            return row.separator();
        }
    }

    public static boolean isSeparator(int character) {
        return SEPARATORS.indexOf(character) >= 0;
    }

    /** For a person. */
    String describe() {
        return switch (character) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            default -> "vertical bar";
        };
    }

    private static final class FirstRow {
        private final int[] counts = new int[SEPARATORS.length()];
        private final StringBuilder start = new StringBuilder();
        private boolean quoted;
        private boolean visible;

        /** @return whether the character ends a non-empty row */
        boolean accept(char c) {
            if (!quoted && (c == '\n' || c == '\r')) {
                return visible;
            }
            quoted ^= c == '"';
            int separator = SEPARATORS.indexOf(c);
            if (separator >= 0 && !quoted) {
                counts[separator]++;
            }
            visible |= c > ' ' && separator < 0;
            if (start.length() <= MAX_DECLARATION_LENGTH) {
                start.append(c);
            }
            return false;
        }

        CellSeparator separator() {
            Matcher declaration = DECLARATION.matcher(start);
            if (declaration.matches()) {
                return new CellSeparator(declaration.group(1).charAt(0), true);
            }
            int most = 0;
            for (int i = 1; i < counts.length; i++) {
                most = counts[i] > counts[most] ? i : most;
            }
            return new CellSeparator(SEPARATORS.charAt(most), false);
        }
    }
}
