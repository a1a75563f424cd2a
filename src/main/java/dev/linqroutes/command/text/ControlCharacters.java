package dev.linqroutes.command.text;

/**
 * Shows characters that would do something instead of standing for something: end a line, move a terminal's cursor, colour
 * or clear it, or turn the reading direction of what follows. Whoever names a file or a command must not write lines of the
 * log, nor to the terminal of who looks.
 */
public final class ControlCharacters {
    private static final String HEX = "\\u%04x";

    private ControlCharacters() {}

    /** In one line: every such character, half surrogate pairs included, as {@code \n}, {@code \r} or {@code \u001b}. */
    public static String escaped(String text) {
        return escaped(text, false);
    }

    /** The same for a text whose line breaks ({@code \n}) are meant. */
    public static String escapedKeepingLines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean keepsLines) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean bad = isControl(c) && !(c == '\n' && keepsLines) || isHalfPair(text, i);
            if (bad && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (escaped != null) {
                append(escaped, c, bad);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static void append(StringBuilder escaped, char c, boolean bad) {
        if (bad) {
            escaped.append(escape(c));
        } else {
            escaped.append(c);
        }
    }

    /** How it is shown; valid in JSON, too. */
    public static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.format(HEX, (int) c);
        };
    }

    /**
     * C0 (but the tab, which does nothing), DEL, C1, the other ends of lines, and the marks, embeddings, overrides and isolates
     * of the bidirectional algorithm.
     */
    public static boolean isControl(char c) {
        if (c < ' ') {
            return c != '\t';
        }
        return c >= '\u007f'
                && (c <= '\u009f'
                        || c == '\u061c'
                        || c == '\u200e'
                        || c == '\u200f'
                        || c >= '\u2028' && c <= '\u202e'
                        || c >= '\u2066' && c <= '\u2069');
    }

    private static boolean isHalfPair(String text, int at) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
}
