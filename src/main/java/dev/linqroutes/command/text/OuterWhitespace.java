package dev.linqroutes.command.text;

/**
 * White space, line breaks and control characters at the start and end of a value, as defined by {@code unpadded} in the
 * schema.
 */
public final class OuterWhitespace {
    private OuterWhitespace() {}

    public static boolean isPresent(String value) {
        return !value.isEmpty() && (isSpace(value.charAt(0)) || isSpace(value.charAt(value.length() - 1)));
    }

    public static String strip(String value) {
        int begin = 0;
        int end = value.length();
        while (begin < end && isSpace(value.charAt(begin))) {
            begin++;
        }
        while (end > begin && isSpace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(begin, end);
    }

    private static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
