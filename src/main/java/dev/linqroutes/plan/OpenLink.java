package dev.linqroutes.plan;

/** A link of which only the beginning is there. */
public final class OpenLink {
    /** A host has no more; what stands further before it is none of it. */
    private static final int LONGEST_HOST = 255;

    private OpenLink() {}

    /**
     * Whether the last character of a word is the first of the path, the query or the fragment of a link without a scheme:
     * {@code example.com/}.
     */
    public static boolean isBegunBy(String word) {
        String end = word.substring(Math.max(0, word.length() - LONGEST_HOST - 1));
        return Links.in(end + "0").stream().anyMatch(link -> link.end() == end.length() + 1);
    }
}
