package dev.linqroutes.plan.link;

/** A link of which only the beginning is there. */
public final class UnfinishedLink {
    /** A host has no more; what stands further before it is none of it. */
    private static final int MAX_HOST_LENGTH = 255;

    private UnfinishedLink() {}

    /**
     * Whether the last character of a word is the first of the path, the query or the fragment of a link without a scheme:
     * {@code example.com/}.
     */
    public static boolean isStartedBy(String word) {
        String end = word.substring(Math.max(0, word.length() - MAX_HOST_LENGTH - 1));
        return Links.findIn(end + "0").stream().anyMatch(link -> link.end() == end.length() + 1);
    }
}
