package dev.linqroutes.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A text without its links.
 *
 * @param rest in which nothing is lost but white space; may be empty
 * @param links in order
 */
record Unlinked(Remains rest, List<String> links) {
    private static final String CLOSING = ",;:!?)]}”’»";

    static Unlinked of(String original) {
        List<String> links = new ArrayList<>();
        Remains rest = Remains.of(original);
        // Taking links out can bring together what then looks like another one.
        for (List<Links.Found> found = Links.in(rest.text()); !found.isEmpty(); found = Links.in(rest.text())) {
            found.forEach(link -> links.add(link.value()));
            rest = without(rest, found);
        }
        return new Unlinked(rest.stripTrailing().stripLeading(), links);
    }

    private static Remains without(Remains text, List<Links.Found> found) {
        Remains rest = text.sub(0, found.get(0).start());
        for (int i = 0; i < found.size(); i++) {
            int next = i + 1 < found.size()
                    ? found.get(i + 1).start()
                    : text.text().length();
            rest = joined(rest, text.sub(found.get(i).end(), next));
        }
        return rest;
    }

    /** Both with the white space that stood there: a line break stays one, everything else is a space. */
    private static Remains joined(Remains rest, Remains next) {
        if (rest.text().isEmpty()) {
            return next;
        }
        Remains left = rest.stripTrailing();
        Remains right = next.stripLeading();
        boolean newLine = rest.text().substring(left.text().length()).contains("\n")
                || next.text()
                        .substring(0, next.text().length() - right.text().length())
                        .contains("\n");
        if (right.text().isEmpty()) {
            return newLine ? left.plusInserted('\n') : left;
        }
        if (CLOSING.indexOf(right.text().charAt(0)) >= 0) {
            return left.plus(right);
        }
        return left.plusInserted(newLine ? '\n' : ' ').plus(right);
    }
}
