package dev.linqroutes.csv;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between the cells.
 *
 * @param isNamed whether the first line only names it, as Excel writes it: {@code sep=;}
 */
record Separator(char character, boolean isNamed) {
    private static final String SEPARATORS = ",;\t|";
    private static final Pattern NAMING = Pattern.compile("(?i)\"?sep=([,;\t|])\"?");
    private static final int LONGEST_NAMING = 7;

    /** The one that is named or, outside quotes, stands most often in the first row that is not empty. */
    static Separator of(TextFile file) throws IOException {
        try (TextReader text = file.open()) {
            FirstRow row = new FirstRow();
            char[] chars = new char[8_192];
            int read = text.read(chars);
            while (read >= 0) {
                for (int i = 0; i < read; i++) {
                    if (row.endsWith(chars[i])) {
                        return row.separator();
                    }
                }
                read = text.read(chars);
            }
            return row.separator();
        }
    }

    static boolean isOne(int character) {
        return SEPARATORS.indexOf(character) >= 0;
    }

    /** For a person. */
    String told() {
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
        boolean endsWith(char c) {
            if (!quoted && (c == '\n' || c == '\r')) {
                return visible;
            }
            quoted ^= c == '"';
            int separator = SEPARATORS.indexOf(c);
            if (separator >= 0 && !quoted) {
                counts[separator]++;
            }
            visible |= c > ' ' && separator < 0;
            if (begin.length() <= LONGEST_NAMING) {
                begin.append(c);
            }
            return false;
        }

        Separator separator() {
            Matcher naming = NAMING.matcher(begin);
            if (naming.matches()) {
                return new Separator(naming.group(1).charAt(0), true);
            }
            int most = 0;
            for (int i = 1; i < counts.length; i++) {
                most = counts[i] > counts[most] ? i : most;
            }
            return new Separator(SEPARATORS.charAt(most), false);
        }
    }
}
