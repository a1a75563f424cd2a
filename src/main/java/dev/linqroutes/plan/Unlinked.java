package dev.linqroutes.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text without its links.
 *
 * @param rest in which nothing is lost but white space; may be empty
 * @param links in order
 */
record Unlinked(Remains rest, List<String> links) {
    /**
     * So often what is left is looked at again. Nobody writes a text that needs a third look; one that is made to need
     * thousands costs as much as thousands of texts.
     */
    private static final int MOST_LOOKS = 10;

    /** @return empty when taking out the links makes new ones again and again */
    static Optional<Unlinked> of(String original) {
        List<String> links = new ArrayList<>();
        Remains rest = Remains.of(original);
        // Taking links out can bring together what then looks like another one.
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            List<Links.Found> found = Links.in(rest.text());
            if (found.isEmpty()) {
                return Optional.of(new Unlinked(rest.stripTrailing().stripLeading(), links));
            }
            found.forEach(link -> links.add(link.value()));
            rest = without(rest, found);
        }
        return Optional.empty();
    }

    private static Remains without(Remains text, List<Links.Found> found) {
        Joined rest = new Joined(text, found.get(0).start());
        for (int i = 0; i < found.size(); i++) {
            int next = i + 1 < found.size()
                    ? found.get(i + 1).start()
                    : text.text().length();
            rest.add(found.get(i).end(), next);
        }
        return rest.remains();
    }
}
