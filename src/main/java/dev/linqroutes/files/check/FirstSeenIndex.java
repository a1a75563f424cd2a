package dev.linqroutes.files.check;

import dev.linqroutes.files.rows.TextHash;
import java.util.OptionalLong;

/**
 * An index from texts to the row of their first occurrence. Needs 32 to 64 bytes per text, so that a million texts fit into
 * memory; texts are distinguished by their {@link TextHash}.
 */
final class FirstSeenIndex {
    private static final int INITIAL_CAPACITY = 1 << 10;

    private long[] hashes = new long[INITIAL_CAPACITY];
    private long[] rows = new long[INITIAL_CAPACITY];
    private int size;

    /**
     * Adds the text with this row unless it is present.
     *
     * @param row from 1
     * @return the row of the first occurrence; empty if the text was added
     */
    OptionalLong putIfAbsent(String text, long row) {
        if (size > hashes.length / 2) {
            grow();
        }
        long hash = TextHash.of(text);
        int slot = slot(hash);
        if (rows[slot] != 0) {
            return OptionalLong.of(rows[slot]);
        }
        hashes[slot] = hash;
        rows[slot] = row;
        size++;
        return OptionalLong.empty();
    }

    /** The row of the first occurrence; empty if the text is not present. */
    OptionalLong find(String text) {
        long row = rows[slot(TextHash.of(text))];
        return row == 0 ? OptionalLong.empty() : OptionalLong.of(row);
    }

    /** The slot of the hash, or the free slot for it. */
    private int slot(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        while (rows[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldRows = rows;
        hashes = new long[oldHashes.length * 2];
        rows = new long[oldRows.length * 2];
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                rows[slot] = oldRows[i];
            }
        }
    }
}
