package dev.linqroutes.sandbox.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets its oldest entry rather than grow beyond a limit. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    public BoundedMap(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
