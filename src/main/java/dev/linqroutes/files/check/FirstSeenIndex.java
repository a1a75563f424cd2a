package dev.linqroutes.files.check;

import dev.linqroutes.command.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.OptionalLong;

/**
 * Remembers at which row each text stood first, in sixteen to thirty-two bytes each: a million of them have to fit beside the
 * file. Texts are told apart by 64 bits of their hash.
 */
final class FirstSeenIndex {
    private static final int INITIAL_CAPACITY = 1 << 10;

    private final MessageDigest sha256 = Sha256.newDigest();
    private long[] hashes = new long[INITIAL_CAPACITY];
    private long[] rows = new long[INITIAL_CAPACITY];
    private int size;

    /**
     * The row at which the text stood before; remembers this one if it did not.
     *
     * @param row from 1
     */
    OptionalLong putIfAbsent(String text, long row) {
        if (size > hashes.length / 2) {
            grow();
        }
        long hash = hash(text);
        int place = slot(hash);
        if (rows[place] != 0) {
            return OptionalLong.of(rows[place]);
        }
        hashes[place] = hash;
        rows[place] = row;
        size++;
        return OptionalLong.empty();
    }

    /** Where the text stood first, so far. */
    OptionalLong find(String text) {
        long row = rows[slot(hash(text))];
        return row == 0 ? OptionalLong.empty() : OptionalLong.of(row);
    }

    private long hash(String text) {
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        long hash = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            hash = hash << Byte.SIZE | (digest[i] & 0xFF);
        }
        return hash;
    }

    /** Where it stands, or where there is room for it. */
    private int slot(long hash) {
        int place = (int) hash & (hashes.length - 1);
        while (rows[place] != 0 && hashes[place] != hash) {
            place = (place + 1) & (hashes.length - 1);
        }
        return place;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldRows = rows;
        hashes = new long[oldHashes.length * 2];
        rows = new long[oldRows.length * 2];
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != 0) {
                int place = slot(oldHashes[i]);
                hashes[place] = oldHashes[i];
                rows[place] = oldRows[i];
            }
        }
    }
}
