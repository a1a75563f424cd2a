package dev.linqroutes.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A text without its links.
 *
 * @param text the rest, in which nothing is lost but white space; may be empty
 * @param links in order
 */
record Unlinked(String text, List<String> links) {
    private static final String CLOSING = ",;:!?)]}”’»";

    static Unlinked of(String original) {
        List<String> links = new ArrayList<>();
        String rest = original;
        // Taking links out can bring together what then looks like another one.
        for (List<Links.Found> found = Links.in(rest); !found.isEmpty(); found = Links.in(rest)) {
            found.forEach(link -> links.add(link.value()));
            rest = without(rest, found);
        }
        return new Unlinked(rest.strip(), links);
    }

    private static String without(String text, List<Links.Found> found) {
        StringBuilder rest = new StringBuilder();
        int from = 0;
        for (Links.Found link : found) {
            join(rest, text.substring(from, link.start()));
            from = link.end();
        }
        join(rest, text.substring(from));
        return rest.toString();
    }

    /** Appends with the white space that stood there: a line break stays one, everything else is a space. */
    private static void join(StringBuilder rest, String next) {
        if (rest.isEmpty()) {
            rest.append(next);
            return;
        }
        String left = rest.toString().stripTrailing();
        String right = next.stripLeading();
        boolean newLine = rest.substring(left.length()).contains("\n")
                || next.substring(0, next.length() - right.length()).contains("\n");
        rest.setLength(left.length());
        if (!right.isEmpty() && CLOSING.indexOf(right.charAt(0)) < 0) {
            rest.append(newLine ? '\n' : ' ');
        } else if (right.isEmpty() && newLine) {
            rest.append('\n');
        }
        rest.append(right);
    }
}
