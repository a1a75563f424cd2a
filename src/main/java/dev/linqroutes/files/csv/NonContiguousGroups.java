package dev.linqroutes.files.csv;

import java.util.Arrays;

/**
 * Groups whose rows do not stand together. They cannot be put together without keeping the file in memory, so all rows
 * of such a group are refused. A group costs 16 bytes while the file is checked, and after that only those apart do.
 */
final class NonContiguousGroups {
    private static final int ROW_BITS = 40;
    private static final int MAX_EXAMPLES = 10;

    private final long[] groupHashes;
    private final long[] groupRows;

    private NonContiguousGroups(long[] hashes, long[] places) {
        this.groupHashes = hashes;
        this.groupRows = places;
    }

    static NonContiguousGroups none() {
        return new NonContiguousGroups(new long[0], new long[0]);
    }

    /** Collects where groups begin. */
    static final class Collector {
        private long[] hashes = new long[1_024];
        private long[] rows = new long[1_024];
        private int size;

        void addStart(String ref, long row) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size + size / 2);
                rows = Arrays.copyOf(rows, size + size / 2);
            }
            hashes[size] = hash(ref);
            rows[size++] = row;
        }

        NonContiguousGroups collect() {
            long[] sorted = Arrays.copyOf(hashes, size);
            Arrays.sort(sorted);
            long[] twice = findDuplicates(sorted);
            long[] places = new long[twice.length == 0 ? 0 : size];
            int found = 0;
            for (int i = 0; i < size && twice.length > 0; i++) {
                int group = Arrays.binarySearch(twice, hashes[i]);
                if (group >= 0) {
                    places[found++] = (long) group << ROW_BITS | rows[i];
                }
            }
            places = Arrays.copyOf(places, found);
            Arrays.sort(places);
            return new NonContiguousGroups(twice, places);
        }

        private static long[] findDuplicates(long[] sorted) {
            long[] twice = new long[sorted.length / 2];
            int found = 0;
            for (int i = 1; i < sorted.length; i++) {
                if (sorted[i] == sorted[i - 1] && (found == 0 || twice[found - 1] != sorted[i])) {
                    twice[found++] = sorted[i];
                }
            }
            return Arrays.copyOf(twice, found);
        }
    }

    /** {@code 2, 9 and 14}: the rows where it begins again; empty for a group that stands together. */
    String describeRows(String ref) {
        int group = Arrays.binarySearch(groupHashes, hash(ref));
        if (group < 0) {
            return "";
        }
        int from = lowerBound((long) group << ROW_BITS);
        int to = lowerBound((long) (group + 1) << ROW_BITS);
        StringBuilder shown = new StringBuilder();
        for (int i = from; i < Math.min(to, from + MAX_EXAMPLES); i++) {
            shown.append(i == from ? "" : i == to - 1 ? " and " : ", ").append(groupRows[i] & (1L << ROW_BITS) - 1);
        }
        return to - from > MAX_EXAMPLES ? shown + " and " + (to - from - MAX_EXAMPLES) + " more" : shown.toString();
    }

    private int lowerBound(long place) {
        int at = Arrays.binarySearch(groupRows, place);
        return at >= 0 ? at : -at - 1;
    }

    /** FNV-1a over 64 bits: among a million groups two share one by chance in one file of 30 millions. */
    private static long hash(String ref) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < ref.length(); i++) {
            hash = (hash ^ ref.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ hash >>> 32;
    }
}
