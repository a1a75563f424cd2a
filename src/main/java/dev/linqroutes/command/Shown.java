package dev.linqroutes.command;

/** A producer's value in a message to a person. */
public final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    public static String quoted(String value) {
        return "\"" + shortened(value) + "\"";
    }
}
