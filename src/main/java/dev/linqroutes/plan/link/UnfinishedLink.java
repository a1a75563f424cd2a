package dev.linqroutes.plan.link;

/** Recognizes the beginning of a link. */
public final class UnfinishedLink {
    /** Longest host name, in characters. */
    private static final int MAX_HOST_LENGTH = 255;

    private UnfinishedLink() {}

    /**
     * Whether the last character of a word starts the path, query or fragment of a link without a scheme: {@code example.com/}.
     */
    public static boolean isStartedBy(String word) {
        String end = word.substring(Math.max(0, word.length() - MAX_HOST_LENGTH - 1));
        return Links.findIn(end + "0").stream().anyMatch(link -> link.end() == end.length() + 1);
    }
}
