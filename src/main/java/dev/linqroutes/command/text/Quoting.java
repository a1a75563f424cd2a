package dev.linqroutes.command.text;

/** Quotes and shortens the values of producers in messages. */
public final class Quoting {
    private static final int MAX_LENGTH = 80;

    private Quoting() {}

    public static String shorten(String value) {
        return shorten(value, MAX_LENGTH);
    }

    /** Cuts a longer value, but never inside a surrogate pair. */
    public static String shorten(String value, int maxLength) {
        if (value.length() <= maxLength) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return value.substring(0, end) + "…";
    }

    public static String quote(String value) {
        return "\"" + shorten(value) + "\"";
    }
}
