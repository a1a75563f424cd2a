package dev.linqroutes.command.text;

/**
 * Escapes characters that have an effect instead of a glyph: they end a line, move the cursor of a terminal, change its colors,
 * or reverse the reading direction. The name of a file or command must not be able to forge log lines or control a terminal.
 */
public final class ControlCharacters {
    private static final String HEX = "\\u%04x";

    private ControlCharacters() {}

    /**
     * Escapes all such characters, and unpaired surrogates, as {@code \n}, {@code \r} or {@code \u001b}. The result is a single
     * line.
     */
    public static String escaped(String text) {
        return escaped(text, false);
    }

    /** Escapes all but line breaks ({@code \n}). */
    public static String escapedKeepingLines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean keepsLineBreaks) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isEscaped = isControl(c) && !(c == '\n' && keepsLineBreaks) || isUnpairedSurrogate(text, i);
            if (isEscaped && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (escaped != null) {
                append(escaped, c, isEscaped);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static void append(StringBuilder escaped, char c, boolean isEscaped) {
        if (isEscaped) {
            escaped.append(escape(c));
        } else {
            escaped.append(c);
        }
    }

    /** Returns the escape sequence of a character; also valid in JSON. */
    public static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.format(HEX, (int) c);
        };
    }

    /**
     * C0 (except the tab, which is harmless), DEL, C1, the other line separators, and the marks, embeddings, overrides and
     * isolates of the bidirectional algorithm.
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

    /** Whether the UTF-16 unit at an index is one half of a surrogate pair without the other. */
    public static boolean isUnpairedSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
}
