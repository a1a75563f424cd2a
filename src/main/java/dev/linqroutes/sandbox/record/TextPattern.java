package dev.linqroutes.sandbox.record;

/** Matches a text with a pattern in which {@code *} stands for anything. Takes linear time for each star, for any input. */
final class TextPattern {
    private TextPattern() {}

    static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        int last = pattern.lastIndexOf('*');
        String start = pattern.substring(0, star);
        String end = pattern.substring(last + 1);
        if (text.length() < start.length() + end.length() || !text.startsWith(start) || !text.endsWith(end)) {
            return false;
        }
        String middle = text.substring(start.length(), text.length() - end.length());
        int position = 0;
        for (String piece : pattern.substring(star, last).split("\\*")) {
            int found = middle.indexOf(piece, position);
            if (found < 0) {
                return false;
            }
            position = found + piece.length();
        }
        return true;
    }
}
