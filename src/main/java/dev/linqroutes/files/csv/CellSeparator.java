package dev.linqroutes.files.csv;

import dev.linqroutes.files.text.TextFile;
import dev.linqroutes.files.text.TextFileReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between the cells.
 *
 * @param isDeclared whether the first line only names it, as Excel writes it: {@code sep=;}
 */
public record CellSeparator(char character, boolean isDeclared) {
    private static final String SEPARATORS = ",;\t|";
    private static final Pattern DECLARATION = Pattern.compile("(?i)\"?sep=([,;\t|])\"?");
    private static final int MAX_DECLARATION_LENGTH = 7;

    /** The one that is named or, outside quotes, stands most often in the first row that is not empty. */
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
            default -> "bar";
        };
    }

    private static final class FirstRow {
        private final int[] counts = new int[SEPARATORS.length()];
        private final StringBuilder begin = new StringBuilder();
        private boolean quoted;
        private boolean visible;

        /** Takes the next character; whether it ends a row that is not empty. */
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
            if (begin.length() <= MAX_DECLARATION_LENGTH) {
                begin.append(c);
            }
            return false;
        }

        CellSeparator separator() {
            Matcher naming = DECLARATION.matcher(begin);
            if (naming.matches()) {
                return new CellSeparator(naming.group(1).charAt(0), true);
            }
            int most = 0;
            for (int i = 1; i < counts.length; i++) {
                most = counts[i] > counts[most] ? i : most;
            }
            return new CellSeparator(SEPARATORS.charAt(most), false);
        }
    }
}
