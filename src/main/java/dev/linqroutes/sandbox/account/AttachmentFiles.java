package dev.linqroutes.sandbox.account;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of small attachments of all accounts, for download. Bounded, so the oldest are dropped; not in the journal. Confined to
 * one thread.
 */
public final class AttachmentFiles {
    /** As much as Linq fetches from a URL (reference 3.2). */
    static final int MAX_FILE = 10 * 1024 * 1024;

    static final long MAX_TOTAL = 64L * 1024 * 1024;

    /** Small ones take more memory than their bytes. */
    static final int MAX_FILES = 10_000;

    private final Map<String, Buffer> files = new LinkedHashMap<>();
    private long total;

    /** Makes room for the bytes of an upload that begins. @return false when they are not kept */
    public boolean reserve(long size) {
        if (size > MAX_FILE) {
            return false;
        }
        Iterator<Map.Entry<String, Buffer>> oldest = files.entrySet().iterator();
        while ((total + size > MAX_TOTAL || files.size() >= MAX_FILES) && oldest.hasNext()) {
            total -= oldest.next().getValue().length();
            oldest.remove();
        }
        if (total + size > MAX_TOTAL) {
            return false;
        }
        total += size;
        return true;
    }

    /** Gives up the room of an upload that failed. */
    public void release(long size) {
        total -= size;
    }

    /** Keeps the bytes of an upload that is complete, in its reserved room. */
    public void put(String id, Buffer bytes) {
        remove(id);
        files.put(id, bytes);
    }

    public Optional<Buffer> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    public void remove(String id) {
        Optional.ofNullable(files.remove(id)).ifPresent(bytes -> total -= bytes.length());
    }
}
