package dev.linqroutes.command;

/** A producer's value in a message to a person. */
public final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String shortened(String value) {
        return shortened(value, LONGEST);
    }

    /** The beginning of a longer value, which an emoji is not cut in two for. */
    public static String shortened(String value, int longest) {
        if (value.length() <= longest) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(longest - 1)) ? longest - 1 : longest;
        return value.substring(0, end) + "…";
    }

    public static String quoted(String value) {
        return "\"" + shortened(value) + "\"";
    }
}
