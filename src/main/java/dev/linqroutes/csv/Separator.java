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
    private static final String SEPARATORS = ",;\t";
    private static final Pattern NAMING = Pattern.compile("(?i)sep=([^\\p{Alnum}\"\\r\\n])|\"sep=([,;\t|])\"");
    private static final int LONGEST_NAMING = 7;

    /** The one that is named or, outside quotes, stands most often in the first row that is not empty. */
    static Separator of(TextFile file) throws IOException {
        try (TextReader text = file.open()) {
            char[] chars = new char[8_192];
            int[] counts = new int[SEPARATORS.length()];
            StringBuilder line = new StringBuilder();
            boolean quoted = false;
            boolean visible = false;
            int read = text.read(chars);
            while (read >= 0) {
                for (int i = 0; i < read; i++) {
                    char c = chars[i];
                    boolean ends = !quoted && (c == '\n' || c == '\r');
                    Matcher naming = NAMING.matcher(line);
                    if (ends && naming.matches()) {
                        return new Separator(
                                (naming.group(1) == null ? naming.group(2) : naming.group(1)).charAt(0), true);
                    }
                    if (ends && visible) {
                        return new Separator(most(counts), false);
                    }
                    quoted ^= c == '"';
                    int separator = SEPARATORS.indexOf(c);
                    if (separator >= 0 && !quoted) {
                        counts[separator]++;
                    }
                    visible |= c > ' ' && separator < 0;
                    if (line.length() <= LONGEST_NAMING) {
                        line.append(c);
                    }
                }
                read = text.read(chars);
            }
            return new Separator(most(counts), false);
        }
    }

    private static char most(int[] counts) {
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return SEPARATORS.charAt(most);
    }

    /** For a person. */
    String told() {
        return switch (character) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            default -> "\"" + character + "\"";
        };
    }
}
