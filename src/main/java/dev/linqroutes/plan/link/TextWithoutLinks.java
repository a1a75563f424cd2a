package dev.linqroutes.plan.link;

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
public record TextWithoutLinks(RemainingText rest, List<String> links, List<String> doubtful) {
    /**
     * So often what is left is looked at again. Nobody writes a text that needs a third look; one that is made to need
     * thousands costs as much as thousands of texts.
     */
    private static final int MAX_PASSES = 10;

    /**
     * Takes all links out, since a first message may hold none (reference 2.2).
     *
     * @return empty when taking out the links makes new ones again and again
     */
    public static Optional<TextWithoutLinks> removeAll(String original) {
        return remove(original, link -> true);
    }

    /** The same for a later message, which may hold links: what may be words stays in the text. */
    public static Optional<TextWithoutLinks> removeCertain(String original) {
        return remove(original, link -> !link.isDoubtful());
    }

    private static Optional<TextWithoutLinks> remove(String original, Predicate<Links.LinkMatch> isTaken) {
        List<String> links = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        RemainingText rest = RemainingText.of(original);
        // Taking links out can bring together what then looks like another one.
        for (int looks = 0; looks < MAX_PASSES; looks++) {
            List<Links.LinkMatch> found =
                    Links.findIn(rest.text()).stream().filter(isTaken).toList();
            if (found.isEmpty()) {
                return Optional.of(new TextWithoutLinks(rest, links, doubtful));
            }
            found.stream()
                    .filter(Links.LinkMatch::isDoubtful)
                    .map(Links.LinkMatch::value)
                    .forEach(doubtful::add);
            LinkMarkup.Removal removal = LinkMarkup.planRemoval(rest.text(), found);
            links.addAll(removal.links());
            rest = TextJoiner.removeCuts(rest, removal.cuts());
        }
        return Optional.empty();
    }
}
