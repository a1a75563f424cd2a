package dev.linqroutes.ledger.media;

import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/** The bytes of parts that are read one after another, each when it is needed. */
final class PartsInputStream extends InputStream {
    private final IntFunction<Optional<byte[]>> parts;
    private byte[] part = new byte[0];
    private int at;
    private int next = 1;
    private boolean ended;

    /** @param parts by number, from 1; empty after the last one */
    PartsInputStream(IntFunction<Optional<byte[]>> parts) {
        this.parts = parts;
    }

    @Override
    public int read() {
        return isAtEnd() ? -1 : part[at++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, part.length - at);
        System.arraycopy(part, at, to, offset, count);
        at += count;
        return count;
    }

    private boolean isAtEnd() {
        while (!ended && at == part.length) {
            Optional<byte[]> following = parts.apply(next++);
            ended = following.isEmpty();
            part = following.orElse(part);
            at = ended ? part.length : 0;
        }
        return ended;
    }
}
