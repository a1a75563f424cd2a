package dev.linqroutes.files.rows;

/** A 64-bit hash by which indexes over a file distinguish texts, since the texts themselves would not fit into memory. */
public final class TextHash {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private TextHash() {}

    /** FNV-1a. A million different texts have a collision with a probability of one in 30 million. */
    public static long of(String text) {
        long hash = OFFSET_BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash ^ hash >>> 32;
    }
}
