package dev.linqroutes.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A text without its links.
 *
 * @param rest in which nothing is lost but white space around links and the marks that make links of words; may be empty
 * @param links in order
 * @param doubtful those of the links that may be words of the text
 */
record Unlinked(Remains rest, List<String> links, List<String> doubtful) {
    /**
     * So often what is left is looked at again. Nobody writes a text that needs a third look; one that is made to need
     * thousands costs as much as thousands of texts.
     */
    private static final int MOST_LOOKS = 10;

    /**
     * Takes all links out, since a first message may hold none (reference 2.2).
     *
     * @return empty when taking out the links makes new ones again and again
     */
    static Optional<Unlinked> of(String original) {
        return without(original, link -> true);
    }

    /** The same for a later message, which may hold links: what may be words stays in the text. */
    static Optional<Unlinked> sparingWords(String original) {
        return without(original, link -> !link.isDoubtful());
    }

    private static Optional<Unlinked> without(String original, Predicate<Links.Found> isTaken) {
        List<String> links = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        Remains rest = Remains.of(original);
        // Taking links out can bring together what then looks like another one.
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            List<Links.Found> found =
                    Links.in(rest.text()).stream().filter(isTaken).toList();
            if (found.isEmpty()) {
                return Optional.of(new Unlinked(rest, links, doubtful));
            }
            found.stream()
                    .filter(Links.Found::isDoubtful)
                    .map(Links.Found::value)
                    .forEach(doubtful::add);
            LinkMarkup.Removal removal = LinkMarkup.removal(rest.text(), found);
            links.addAll(removal.links());
            rest = Joined.without(rest, removal.cuts());
        }
        return Optional.empty();
    }
}
