package dev.linqroutes.files.csv;

import dev.linqroutes.files.rows.TextHash;
import java.util.Arrays;

/**
 * Groups whose rows are not contiguous. Joining them would require the whole file in memory, so all rows of such a group are
 * refused. While the file is inspected each group needs 16 bytes; after that only non-contiguous groups need memory.
 */
final class NonContiguousGroups {
    private static final int ROW_BITS = 40;
    private static final int MAX_EXAMPLES = 10;

    private final long[] groupHashes;
    private final long[] groupRows;

    private NonContiguousGroups(long[] groupHashes, long[] groupRows) {
        this.groupHashes = groupHashes;
        this.groupRows = groupRows;
    }

    static NonContiguousGroups none() {
        return new NonContiguousGroups(new long[0], new long[0]);
    }

    /** Collects the rows at which groups begin. */
    static final class Collector {
        private long[] hashes = new long[1_024];
        private long[] rows = new long[1_024];
        private int size;

        void addStart(String ref, long row) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size + size / 2);
                rows = Arrays.copyOf(rows, size + size / 2);
            }
            hashes[size] = TextHash.of(ref);
            rows[size++] = row;
        }

        NonContiguousGroups collect() {
            long[] sorted = Arrays.copyOf(hashes, size);
            Arrays.sort(sorted);
            long[] duplicates = findDuplicates(sorted);
            long[] startRows = new long[duplicates.length == 0 ? 0 : size];
            int count = 0;
            for (int i = 0; i < size && duplicates.length > 0; i++) {
                int group = Arrays.binarySearch(duplicates, hashes[i]);
                if (group >= 0) {
                    startRows[count++] = (long) group << ROW_BITS | rows[i];
                }
            }
            startRows = Arrays.copyOf(startRows, count);
            Arrays.sort(startRows);
            return new NonContiguousGroups(duplicates, startRows);
        }

        private static long[] findDuplicates(long[] sorted) {
            long[] duplicates = new long[sorted.length / 2];
            int count = 0;
            for (int i = 1; i < sorted.length; i++) {
                if (sorted[i] == sorted[i - 1] && (count == 0 || duplicates[count - 1] != sorted[i])) {
                    duplicates[count++] = sorted[i];
                }
            }
            return Arrays.copyOf(duplicates, count);
        }
    }

    /** {@code 2, 9 and 14}: the rows at which the group begins; empty for a contiguous group. */
    String describeRows(String ref) {
        int group = Arrays.binarySearch(groupHashes, TextHash.of(ref));
        if (group < 0) {
            return "";
        }
        int from = lowerBound((long) group << ROW_BITS);
        int to = lowerBound((long) (group + 1) << ROW_BITS);
        StringBuilder examples = new StringBuilder();
        for (int i = from; i < Math.min(to, from + MAX_EXAMPLES); i++) {
            examples.append(i == from ? "" : i == to - 1 ? " and " : ", ").append(groupRows[i] & (1L << ROW_BITS) - 1);
        }
        return to - from > MAX_EXAMPLES
                ? examples + " and " + (to - from - MAX_EXAMPLES) + " more"
                : examples.toString();
    }

    private int lowerBound(long key) {
        int at = Arrays.binarySearch(groupRows, key);
        return at >= 0 ? at : -at - 1;
    }
}
