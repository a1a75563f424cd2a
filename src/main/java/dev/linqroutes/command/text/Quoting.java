package dev.linqroutes.command.text;

/** A producer's value in a message to a person. */
public final class Quoting {
    private static final int MAX_LENGTH = 80;

    private Quoting() {}

    public static String shorten(String value) {
        return shorten(value, MAX_LENGTH);
    }

    /** The beginning of a longer value, which an emoji is not cut in two for. */
    public static String shorten(String value, int longest) {
        if (value.length() <= longest) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(longest - 1)) ? longest - 1 : longest;
        return value.substring(0, end) + "…";
    }

    public static String quote(String value) {
        return "\"" + shorten(value) + "\"";
    }
}
