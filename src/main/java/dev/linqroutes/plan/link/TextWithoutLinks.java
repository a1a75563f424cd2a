package dev.linqroutes.plan.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A text without its links.
 *
 * @param rest the remaining text, without the white space and markup around the links; may be empty
 * @param links in order
 * @param doubtful the links that may be words of the text
 */
public record TextWithoutLinks(RemainingText rest, List<String> links, List<String> doubtful) {
    /**
     * Limit of passes over the remaining text. Texts of people need at most two. A text crafted to need thousands would cost as
     * much as thousands of texts.
     */
    private static final int MAX_PASSES = 10;

    /**
     * Removes all links, because a first message must not have any (reference 2.2).
     *
     * @return empty when each removal of links forms new ones
     */
    public static Optional<TextWithoutLinks> removeAll(String original) {
        return remove(original, link -> true);
    }

    /** Removes all links that are not doubtful: a later message may have links, so possible words stay in the text. */
    public static Optional<TextWithoutLinks> removeCertain(String original) {
        return remove(original, link -> !link.isDoubtful());
    }

    private static Optional<TextWithoutLinks> remove(String original, Predicate<Links.LinkMatch> isRemoved) {
        List<String> links = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        RemainingText rest = RemainingText.of(original);
        // Removing a link can join the text around it to another link.
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            List<Links.LinkMatch> found =
                    Links.findIn(rest.text()).stream().filter(isRemoved).toList();
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
