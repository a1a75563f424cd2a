package dev.linqroutes.plan;

import java.util.Arrays;

/** Stretches of a text, put together: between two stays the white space that stood there, as one line break or one space. */
final class Joined {
    private static final String CLOSING = ",;:!?)]}”’»";

    private final Remains whole;
    private final StringBuilder text = new StringBuilder();
    private final int[] origins;

    /** @param end where the first stretch ends; it begins where the text does */
    Joined(Remains whole, int end) {
        this.whole = whole;
        // What is left out between two stretches makes room for what is put in.
        this.origins = new int[whole.text().length()];
        append(0, end);
    }

    void add(int start, int end) {
        if (text.isEmpty()) {
            append(start, end);
            return;
        }
        int begin = start;
        while (begin < end && Character.isWhitespace(whole.text().charAt(begin))) {
            begin++;
        }
        boolean newLine = stripTrailing() | whole.text().substring(start, begin).contains("\n");
        boolean isSpaceNeeded =
                begin == end ? newLine : CLOSING.indexOf(whole.text().charAt(begin)) < 0;
        if (isSpaceNeeded) {
            origins[text.length()] = Remains.INSERTED;
            text.append(newLine ? '\n' : ' ');
        }
        append(begin, end);
    }

    private void append(int start, int end) {
        System.arraycopy(whole.origins(), start, origins, text.length(), end - start);
        text.append(whole.text(), start, end);
    }

    /** Whether a line break went with the white space at the end. */
    private boolean stripTrailing() {
        boolean newLine = false;
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
            newLine |= text.charAt(end) == '\n';
        }
        text.setLength(end);
        return newLine;
    }

    Remains remains() {
        return new Remains(text.toString(), Arrays.copyOf(origins, text.length()));
    }
}
